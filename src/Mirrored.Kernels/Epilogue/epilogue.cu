// EpilogueOperation: output = mask * scale * activation(input + bias).
#include "epilogue.cuh"

struct EpilogueArguments
{
    const float* input; // (rows, columns)
    float* output;      // (rows, columns); may be the input
    EpilogueRule rule;
    i32 rows;
    i32 columns;
};
static_assert(sizeof(EpilogueArguments) == 72, "EpilogueArguments must match its C# twin");

// One thread handles four neighbouring columns: they share a Philox draw.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_epilogue(EpilogueArguments args)
{
    u32 columns = (u32)args.columns, quads = (columns + 3) / 4;
    i64 total = (i64)args.rows * quads;
    bool vector = columns % 4 == 0 && is_aligned(args.input, 16) && is_aligned(args.output, 16);
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / quads), quad = (u32)(i - (i64)row * quads);
        i64 at = (i64)row * columns + quad * 4;
        if (vector)
        {
            store4(args.output + at, apply_rule<AllActivations>(load4(args.input + at), row, quad, 4, args.rule));
            continue;
        }
        i32 count = (i32)(columns - quad * 4 < 4 ? columns - quad * 4 : 4);
        float4 v = load_some(args.input + at, count);
        store_some(args.output + at, apply_rule<AllActivations>(v, row, quad, count, args.rule), count);
    }
}
EXPORT_TO_SIMULATOR(mirrored_epilogue)
