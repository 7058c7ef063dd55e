// ColumnSumOperation: output_j = sum_i input_ij, rows in chunks from the first to the last, then the chunks in order.
#include "../Cuda/mirrored.cuh"

constexpr i32 ChunkRows = 64;    // ColumnSumOperation.ChunkRows
constexpr i32 ChunksAtOnce = 16; // warps of a block, each with a chunk of its own
constexpr i32 ColumnSumThreads = ChunksAtOnce * WarpSize;

struct ColumnSumArguments
{
    const float* input; // (rows, columns)
    float* output;      // (columns)
    i32 rows;
    i32 columns;
};
static_assert(sizeof(ColumnSumArguments) == 24, "ColumnSumArguments must match its C# twin");

// A block handles 32 columns, one for each lane. Grid: a block for every 32 columns.
extern "C" __global__ __launch_bounds__(ColumnSumThreads) void mirrored_column_sum(ColumnSumArguments args)
{
    SHARED(float, chunk_sums, [ChunksAtOnce][WarpSize]);
    i32 lane = (i32)(threadIdx.x % WarpSize), warp = (i32)(threadIdx.x / WarpSize);
    i32 column = (i32)blockIdx.x * WarpSize + lane;
    bool inside = column < args.columns;
    float sum = 0.0f;
    for (i32 start = 0; start < args.rows; start += ChunksAtOnce * ChunkRows)
    {
        i32 row = start + warp * ChunkRows;
        i32 end = row + ChunkRows < args.rows ? row + ChunkRows : args.rows;
        float chunk = 0.0f;
        if (inside)
#pragma unroll 8
            for (; row < end; row++) chunk += args.input[(i64)row * args.columns + column];
        chunk_sums[warp][lane] = chunk;
        sync_block();
        i32 left = (args.rows - start + ChunkRows - 1) / ChunkRows;
        if (warp == 0)
            for (i32 c = 0; c < ChunksAtOnce && c < left; c++) sum += chunk_sums[c][lane];
        sync_block();
    }
    if (warp == 0 && inside) args.output[column] = sum;
}
EXPORT_TO_SIMULATOR(mirrored_column_sum)
