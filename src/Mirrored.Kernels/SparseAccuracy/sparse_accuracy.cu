// SparseAccuracyOperation: 1 where the first largest prediction is the label, else 0. One warp per row.
#include "../Softmax/rows.cuh"

struct SparseAccuracyArguments
{
    const float* predictions; // (rows, columns)
    const i32* labels;        // (rows)
    float* correct;           // (rows)
    i32 rows;
    i32 columns;
};
static_assert(sizeof(SparseAccuracyArguments) == 32, "SparseAccuracyArguments must match its C# twin");

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_sparse_accuracy(SparseAccuracyArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        float right = label_is_first_largest(args.predictions + row * args.columns, args.columns, args.labels[row]);
        if (lane_number() == 0) args.correct[row] = right;
    }
}
EXPORT_TO_SIMULATOR(mirrored_sparse_accuracy)
