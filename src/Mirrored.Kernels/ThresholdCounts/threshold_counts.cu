// ThresholdCountsOperation: counts labels by how many thresholds their predictions exceed.
#include "../Cuda/mirrored.cuh"

struct ThresholdCountsArguments
{
    const float* predictions; // (rows, columns)
    const float* labels;      // (rows, columns)
    const float* weights;     // (rows / rows_per_weight), or null
    double* accumulator;      // (2 (thresholds + 1))
    i32 rows;
    i32 columns;
    i32 rows_per_weight;
    i32 column; // the only one that counts, or -1
    i32 thresholds;
    float threshold; // the only one, if it is one
};
static_assert(sizeof(ThresholdCountsArguments) == 56, "ThresholdCountsArguments must match its C# twin");

DEVICE float threshold_at(const ThresholdCountsArguments& args, i32 index)
{
    if (args.thresholds == 1) return args.threshold;
    if (index == 0) return -1e-7f;
    if (index == args.thresholds - 1) return (float)(1 + 1e-7);
    return (float)((double)index / (double)(args.thresholds - 1));
}

// One thread for each count: it looks at all numbers in order, so no two write the same.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_threshold_counts(ThresholdCountsArguments args)
{
    i32 buckets = args.thresholds + 1;
    i32 first = args.column < 0 ? 0 : args.column, end = args.column < 0 ? args.columns : args.column + 1;
    for (i64 i = grid_thread(); i < 2 * buckets; i += grid_threads())
    {
        bool wanted = i >= buckets;
        i32 bucket = (i32)i - (wanted ? buckets : 0);
        bool bounded_below = bucket > 0, bounded_above = bucket < args.thresholds;
        float low = bounded_below ? threshold_at(args, bucket - 1) : 0.0f;
        float high = bounded_above ? threshold_at(args, bucket) : 0.0f;
        double count = 0.0;
        for (i32 row = 0; row < args.rows; row++)
        {
            double weight = args.weights == nullptr ? 1.0 : (double)args.weights[row / args.rows_per_weight];
            for (i32 column = first; column < end; column++)
            {
                i64 at = (i64)row * args.columns + column;
                float p = args.predictions[at];
                bool inside = (!bounded_below || p > low) && (!bounded_above || !(p > high));
                if (inside && (args.labels[at] > 0.0f) == wanted) count += weight;
            }
        }
        args.accumulator[i] += count;
    }
}
EXPORT_TO_SIMULATOR(mirrored_threshold_counts)
