// VectorLossOperation: per row a function of all its predictions and labels together, and its gradient. One warp per
// row; sums go from the first column to the last, each term one fused multiply-add.
#include "../ElementLoss/element_loss.cuh"
#include "../LossGradient/loss_scale.cuh"
#include "../Softmax/rows.cuh"

enum VectorLossFunction : i32
{
    CategoricalCrossEntropy = 0,
    CategoricalCrossEntropyFromLogits = 1,
    CategoricalHinge = 2,
    CosineSimilarity = 3,
};

struct Row
{
    const float *p, *t;
    float* gradient; // null when only the loss is asked for
    i32 columns;
    float smoothing, scale;
};

DEVICE float smoothed(const Row& row, i32 c)
{
    return fmaf(row.t[c], 1.0f - row.smoothing, row.smoothing / (float)row.columns);
}

// sum = fma(a(c), b(c), sum) for all columns in order.
template <class A, class B> DEVICE float row_fma(const Row& row, A a, B b)
{
    float sum = 0.0f;
    for (i32 start = 0; start < row.columns; start += WarpSize)
    {
        i32 c = start + lane_number();
        bool inside = c < row.columns;
        float left = inside ? a(c) : 0.0f, right = inside ? b(c) : 0.0f;
        sum = warp_fma_in_order(sum, left, right, smaller(row.columns - start, WarpSize));
    }
    return sum;
}

template <class A> DEVICE float row_sum(const Row& row, A a)
{
    return row_fma(row, a, [](i32) { return 1.0f; });
}

// Every lane has read what it needs of the predictions, which the gradient may overwrite, when this begins.
template <class A> DEVICE void write_gradient(const Row& row, A slope)
{
    sync_warp();
    for (i32 c = lane_number(); c < row.columns; c += WarpSize) row.gradient[c] = slope(c);
}

DEVICE float slope_of_probability(float label, float q)
{
    return loss_math::is_outside(q, loss_math::Epsilon, loss_math::OneLessEpsilon) ? 0.0f : 0.0f - label / q;
}

DEVICE float cross_entropy(const Row& row)
{
    using namespace loss_math;
    float sum = row_sum(row, [&](i32 c) { return row.p[c]; });
    float loss = row_fma(row, [&](i32 c) { return smoothed(row, c); },
                         [&](i32 c) { return vector_log(clip(row.p[c] / sum, Epsilon, OneLessEpsilon)); });
    if (row.gradient == nullptr) return 0.0f - loss;
    float inner = row_fma(row, [&](i32 c) { return slope_of_probability(smoothed(row, c), row.p[c] / sum); },
                          [&](i32 c) { return row.p[c] / sum; });
    write_gradient(row, [&](i32 c)
                   { return (slope_of_probability(smoothed(row, c), row.p[c] / sum) - inner) / sum * row.scale; });
    return 0.0f - loss;
}

DEVICE float cross_entropy_from_logits(const Row& row)
{
    float largest = row_max(row.p, row.columns), sum = row_exp_sum(row.p, row.columns, largest), log = vector_log(sum);
    float loss = row_fma(row, [&](i32 c) { return smoothed(row, c); },
                         [&](i32 c) { return log - (row.p[c] - largest); });
    if (row.gradient == nullptr) return loss;
    float all = row_sum(row, [&](i32 c) { return smoothed(row, c); });
    write_gradient(row, [&](i32 c)
                   { return (vector_exp(row.p[c] - largest) / sum * all - smoothed(row, c)) * row.scale; });
    return loss;
}

DEVICE float hinge(const Row& row)
{
    float right = row_fma(row, [&](i32 c) { return row.t[c]; }, [&](i32 c) { return row.p[c]; });
    float wrong = negative_infinity();
    for (i32 c = lane_number(); c < row.columns; c += WarpSize) wrong = fmaxf(wrong, (1.0f - row.t[c]) * row.p[c]);
    wrong = warp_max(wrong);
    float margin = wrong - right + 1.0f;
    bool flat = margin <= 0.0f;
    if (row.gradient == nullptr) return flat ? 0.0f : margin;
    i32 worst = row.columns;
    for (i32 c = lane_number(); c < row.columns; c += WarpSize)
        if ((1.0f - row.t[c]) * row.p[c] == wrong && wrong > negative_infinity()) worst = smaller(worst, c);
    worst = warp_min(worst);
    write_gradient(row, [&](i32 c)
                   {
                       float slope = (c == worst ? 1.0f - row.t[c] : 0.0f) - row.t[c];
                       return flat ? 0.0f : slope * row.scale;
                   });
    return flat ? 0.0f : margin;
}

constexpr float LeastSquare = 1e-12f;

DEVICE float cosine_similarity(const Row& row)
{
    auto p = [&](i32 c) { return row.p[c]; };
    auto t = [&](i32 c) { return row.t[c]; };
    float labels = row_fma(row, t, t), predictions = row_fma(row, p, p), both = row_fma(row, t, p);
    bool fixed_length = LeastSquare > predictions;
    float square = fixed_length ? LeastSquare : predictions;
    float inverse = 1.0f / (sqrtf(LeastSquare > labels ? LeastSquare : labels) * sqrtf(square));
    float cosine = both * inverse;
    if (row.gradient == nullptr) return 0.0f - cosine;
    float shrink = fixed_length ? 0.0f : cosine / square;
    write_gradient(row, [&](i32 c) { return fmaf(row.p[c], shrink, 0.0f - row.t[c] * inverse) * row.scale; });
    return 0.0f - cosine;
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_vector_loss(LossArguments args)
{
    for (i64 r = first_row(); r < args.rows; r += row_stride())
    {
        i64 at = r * args.columns;
        bool trains = args.gradient != nullptr;
        Row row{args.predictions + at, args.labels + at, trains ? args.gradient + at : nullptr, args.columns,
                args.parameter, trains ? loss_scale_at(args.scale, r) : 0.0f};
        float loss = args.function == CategoricalCrossEntropy             ? cross_entropy(row)
                     : args.function == CategoricalCrossEntropyFromLogits ? cross_entropy_from_logits(row)
                     : args.function == CategoricalHinge                  ? hinge(row)
                                                                          : cosine_similarity(row);
        if (lane_number() == 0 && args.row_loss != nullptr) args.row_loss[r] = loss;
    }
}
EXPORT_TO_SIMULATOR(mirrored_vector_loss)
