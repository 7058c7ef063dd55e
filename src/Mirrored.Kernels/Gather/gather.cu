// GatherOperation: output[i] = source[rows[i]], with the source, the row numbers and the byte table that StepFeed
// names.
#include "../Cuda/mirrored.cuh"

struct GatherArguments
{
    const StepFeed* feed; // sources, row numbers, byte table
    void* output;         // (rows, row_length): float32 or int32, as the entry's name says
    i32 rows;             // of the output
    i32 row_length;       // elements in a row
};
static_assert(sizeof(GatherArguments) == 24, "GatherArguments must match its C# twin");

// Copies rows of 4-byte elements: float32 features, float32 and int32 labels.
DEVICE void gather_words(const GatherArguments& args, const void* base)
{
    const u32* source = (const u32*)base;
    u32* output = (u32*)args.output;
    const i32* rows = args.feed->rows;
    u32 length = (u32)args.row_length;
    if (length % 4 == 0 && is_aligned(source, 16) && is_aligned(output, 16))
    {
        u32 quads = length / 4;
        i64 total = (i64)args.rows * quads;
        for (i64 i = grid_thread(); i < total; i += grid_threads())
        {
            u32 row = (u32)(i / quads), quad = (u32)(i - (i64)row * quads);
            store4(output + i * 4, load4(source + ((i64)rows[row] * quads + quad) * 4));
        }
        return;
    }
    i64 total = (i64)args.rows * length;
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / length), column = (u32)(i - (i64)row * length);
        output[i] = source[(i64)rows[row] * length + column];
    }
}

// float32 features to float32.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gather_floats(GatherArguments args)
{
    gather_words(args, args.feed->features);
}
EXPORT_TO_SIMULATOR(mirrored_gather_floats)

// uint8 features to float32 through the table. The table's 1 KiB stays in the L1 cache.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gather_bytes(GatherArguments args)
{
    const u8* source = (const u8*)args.feed->features;
    const float* table = args.feed->byte_values;
    const i32* rows = args.feed->rows;
    float* output = (float*)args.output;
    u32 length = (u32)args.row_length;
    if (length % 4 == 0 && is_aligned(source, 4) && is_aligned(output, 16))
    {
        u32 quads = length / 4;
        i64 total = (i64)args.rows * quads;
        for (i64 i = grid_thread(); i < total; i += grid_threads())
        {
            u32 row = (u32)(i / quads), quad = (u32)(i - (i64)row * quads);
            uchar4 bytes = load4(source + ((i64)rows[row] * quads + quad) * 4);
            store4(output + i * 4, float4{table[bytes.x], table[bytes.y], table[bytes.z], table[bytes.w]});
        }
        return;
    }
    i64 total = (i64)args.rows * length;
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / length), column = (u32)(i - (i64)row * length);
        output[i] = table[source[(i64)rows[row] * length + column]];
    }
}
EXPORT_TO_SIMULATOR(mirrored_gather_bytes)

// int32 labels to int32, float32 labels to float32: the bits are copied.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gather_label_words(GatherArguments args)
{
    gather_words(args, args.feed->labels);
}
EXPORT_TO_SIMULATOR(mirrored_gather_label_words)

// float32 weights to float32.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gather_weights(GatherArguments args)
{
    gather_words(args, args.feed->weights);
}
EXPORT_TO_SIMULATOR(mirrored_gather_weights)

// uint8 labels to int32.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_gather_label_bytes(GatherArguments args)
{
    const u8* source = (const u8*)args.feed->labels;
    const i32* rows = args.feed->rows;
    i32* output = (i32*)args.output;
    u32 length = (u32)args.row_length;
    i64 total = (i64)args.rows * length;
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / length), column = (u32)(i - (i64)row * length);
        output[i] = source[(i64)rows[row] * length + column];
    }
}
EXPORT_TO_SIMULATOR(mirrored_gather_label_bytes)
