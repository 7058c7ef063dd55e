// ConfusionMatrixOperation: accumulator[label n + prediction] += w, from the first row to the last.
#include "../Cuda/mirrored.cuh"

struct ConfusionMatrixArguments
{
    const i32* labels;      // (rows)
    const i32* predictions; // (rows)
    const float* weights;   // (rows / rows_per_weight), or null
    double* accumulator;    // (classes, classes)
    i32 rows;
    i32 classes;
    i32 rows_per_weight;
    i32 reserved;
};
static_assert(sizeof(ConfusionMatrixArguments) == 48, "ConfusionMatrixArguments must match its C# twin");

// One thread for each label: it looks at all rows in order, so no two write the same.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_confusion_matrix(ConfusionMatrixArguments args)
{
    for (i64 label = grid_thread(); label < args.classes; label += grid_threads())
        for (i32 row = 0; row < args.rows; row++)
        {
            i32 prediction = args.predictions[row];
            if (args.labels[row] != label || (u32)prediction >= (u32)args.classes) continue;
            double weight = args.weights == nullptr ? 1.0 : (double)args.weights[row / args.rows_per_weight];
            args.accumulator[label * args.classes + prediction] += weight;
        }
}
EXPORT_TO_SIMULATOR(mirrored_confusion_matrix)
