// AccumulateOperation: accumulator_j += sum_i w_i input_ij in float64: chunks from the first row to the last, then the
// chunks in order, then the accumulator. Behind the columns, if asked for, the rows or their weights are counted.
#include "../Cuda/mirrored.cuh"

constexpr i32 Chunk = 64; // AccumulateOperation.Chunk

enum AccumulateCount : i32
{
    CountNothing = 0,
    CountRows = 1,
    CountWeights = 2,
};

struct AccumulateArguments
{
    const float* input;   // (rows, columns)
    const float* weights; // (rows / rows_per_weight), or null
    double* accumulator;  // (columns), one more with a count
    float* guard;         // NaN if what the first column adds is not finite, else 0; or null
    const StepState* state;
    i32 rows;
    i32 columns;
    i32 rows_per_weight;
    i32 per_batch; // 1 if sums are multiplied by the global rows, too
    AccumulateCount count;
    i32 adds_to_guard; // 1 behind the first operation that has the guard
    double factor;     // of sums
};
static_assert(sizeof(AccumulateArguments) == 72, "AccumulateArguments must match its C# twin");

DEVICE double weight_of(const AccumulateArguments& args, i64 row)
{
    return args.weights == nullptr ? 1.0 : (double)args.weights[row / args.rows_per_weight];
}

// One block for each sum: each thread sums a chunk, the first adds the chunks up.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_accumulate(AccumulateArguments args)
{
    SHARED(double, chunk_sums, [BlockThreads]);
    i32 sums = args.columns + (args.count == CountNothing ? 0 : 1);
    double factor = args.per_batch != 0 ? args.factor * (double)args.state->global_rows : args.factor;
    for (i32 column = (i32)blockIdx.x; column < sums; column += (i32)gridDim.x)
    {
        bool counts = column == args.columns;
        if (counts && (args.count == CountRows || args.weights == nullptr))
        {
            if (threadIdx.x == 0) args.accumulator[column] += (double)args.rows;
            continue;
        }
        double sum = 0.0;
        for (i64 start = 0; start < args.rows; start += BlockThreads * Chunk)
        {
            i64 i = start + (i64)threadIdx.x * Chunk;
            i64 end = i + Chunk < args.rows ? i + Chunk : args.rows;
            double chunk = 0.0;
#pragma unroll 8
            for (; i < end; i++)
                chunk += weight_of(args, i) * (counts ? 1.0 : (double)args.input[i * args.columns + column]);
            chunk_sums[threadIdx.x] = chunk;
            sync_block();
            i64 left = (args.rows - start + Chunk - 1) / Chunk;
            if (threadIdx.x == 0)
                for (i32 c = 0; c < BlockThreads && c < left; c++) sum += chunk_sums[c];
            sync_block();
        }
        if (threadIdx.x != 0) continue;
        args.accumulator[column] += counts ? sum : sum * factor;
        if (args.guard && column == 0)
            *args.guard = (args.adds_to_guard != 0 ? *args.guard : 0.0f) + (float)(sum - sum);
    }
}
EXPORT_TO_SIMULATOR(mirrored_accumulate)
