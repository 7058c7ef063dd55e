// SparseCrossEntropyOperation: the loss of each row, optionally its gradient and whether the prediction is right.
// One warp per row. A label outside [0, columns) gives a NaN row and is never used as an index.
#include "../LossGradient/loss_scale.cuh"
#include "../Softmax/rows.cuh"

struct SparseCrossEntropyArguments
{
    const float* predictions; // logits or probabilities, (rows, columns)
    const i32* labels;        // (rows)
    float* row_loss;          // (rows), or null
    float* correct;           // (rows), or null
    float* gradient;          // (rows, columns), or null; may be the predictions
    LossScale scale;          // of the gradient
    i32 rows;
    i32 columns;
};
static_assert(sizeof(SparseCrossEntropyArguments) == 72, "SparseCrossEntropyArguments must match its C# twin");

DEVICE void write_loss(const SparseCrossEntropyArguments& args, i64 row, float loss)
{
    if (lane_number() == 0 && args.row_loss != nullptr) args.row_loss[row] = loss;
}

// Writes what does not depend on the kind of prediction; false for a label that names no column, whose row is then
// done.
DEVICE bool begin_row(const SparseCrossEntropyArguments& args, i64 row, i32 label)
{
    if (args.correct != nullptr)
    {
        float right = label_is_first_largest(args.predictions + row * args.columns, args.columns, label);
        if (lane_number() == 0) args.correct[row] = right;
    }
    if ((u32)label < (u32)args.columns) return true;
    write_loss(args, row, quiet_nan());
    if (args.gradient != nullptr)
        for (i32 c = lane_number(); c < args.columns; c += WarpSize)
            args.gradient[row * args.columns + c] = quiet_nan();
    return false;
}

// loss = log sum_j e^(z_j) - z_label; gradient_j = (softmax(z)_j - [j = label]) * scale.
extern "C" __global__
__launch_bounds__(BlockThreads) void mirrored_sparse_cross_entropy_logits(SparseCrossEntropyArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* z = args.predictions + row * args.columns;
        i32 label = args.labels[row];
        if (!begin_row(args, row, label)) continue;
        float largest = row_max(z, args.columns);
        float sum = row_exp_sum(z, args.columns, largest);
        float at_label = z[label];
        write_loss(args, row, vector_log(sum) - (at_label - largest));
        if (args.gradient == nullptr) continue;
        float scale = loss_scale_at(args.scale, row);
        sync_warp(); // the gradient may overwrite the logits that another lane has yet to read
        for (i32 c = lane_number(); c < args.columns; c += WarpSize)
        {
            float probability = vector_exp(z[c] - largest) / sum;
            args.gradient[row * args.columns + c] = (probability - (c == label ? 1.0f : 0.0f)) * scale;
        }
    }
}
EXPORT_TO_SIMULATOR(mirrored_sparse_cross_entropy_logits)

constexpr float SmallestProbability = 1e-7f, LargestProbability = (float)(1 - 1e-7);

// Into the open interval from 0 to 1; NaN stays NaN.
DEVICE float clipped(float p)
{
    return p < SmallestProbability ? SmallestProbability : p > LargestProbability ? LargestProbability : p;
}

// c = clip(p), loss = log sum_j c_j - log c_label; gradient_j = (1 / sum_k c_k - [j = label] / c_j) * scale,
// 0 where p_j was clipped.
extern "C" __global__
__launch_bounds__(BlockThreads) void mirrored_sparse_cross_entropy_probabilities(SparseCrossEntropyArguments args)
{
    for (i64 row = first_row(); row < args.rows; row += row_stride())
    {
        const float* p = args.predictions + row * args.columns;
        i32 label = args.labels[row];
        if (!begin_row(args, row, label)) continue;
        float sum = 0.0f;
        for (i32 start = 0; start < args.columns; start += WarpSize)
        {
            i32 c = start + lane_number();
            float value = c < args.columns ? clipped(p[c]) : 0.0f;
            sum = warp_add_in_order(sum, value, smaller(args.columns - start, WarpSize));
        }
        float chosen = clipped(p[label]);
        write_loss(args, row, vector_log(sum) - vector_log(chosen));
        if (args.gradient == nullptr) continue;
        float scale = loss_scale_at(args.scale, row);
        sync_warp();
        float all = 1.0f / sum;
        for (i32 c = lane_number(); c < args.columns; c += WarpSize)
        {
            bool was_clipped = p[c] < SmallestProbability || p[c] > LargestProbability;
            float g = (c == label ? all - 1.0f / chosen : all) * scale;
            args.gradient[row * args.columns + c] = was_clipped ? 0.0f : g;
        }
    }
}
EXPORT_TO_SIMULATOR(mirrored_sparse_cross_entropy_probabilities)
