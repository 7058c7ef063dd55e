// UnaryGradientOperation: input gradient = output gradient f', element by element.
#include "unary.cuh"

struct UnaryGradientArguments
{
    const float* output_gradient; // (count)
    const float* value;           // (count), the forward operation's output or input, as the function needs
    float* input_gradient;        // (count); may be the output gradient
    i64 count;
    Unary function;
    UnaryParameters parameters;
};
static_assert(sizeof(UnaryGradientArguments) == 48, "UnaryGradientArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_unary_gradient(UnaryGradientArguments args)
{
    for (i64 i = grid_thread(); i < args.count; i += grid_threads())
        args.input_gradient[i] = unary_backward(args.output_gradient[i], args.value[i], args.function, args.parameters);
}
EXPORT_TO_SIMULATOR(mirrored_unary_gradient)
