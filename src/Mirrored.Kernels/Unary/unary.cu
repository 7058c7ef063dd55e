// UnaryOperation: output = f(input), element by element.
#include "unary.cuh"

struct UnaryArguments
{
    const float* input; // (count)
    float* output;      // (count); may be the input
    i64 count;
    Unary function;
    UnaryParameters parameters;
};
static_assert(sizeof(UnaryArguments) == 40, "UnaryArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_unary(UnaryArguments args)
{
    for (i64 i = grid_thread(); i < args.count; i += grid_threads())
        args.output[i] = unary_forward(args.input[i], args.function, args.parameters);
}
EXPORT_TO_SIMULATOR(mirrored_unary)
