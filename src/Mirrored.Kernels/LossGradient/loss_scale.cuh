// LossScale: what the gradient of each row's loss is multiplied by.
#pragma once
#include "../Cuda/mirrored.cuh"

struct LossScale
{
    const StepState* state; // gradient scale and loss scale, or null
    const float* weights;   // (rows / rows_per_weight), or null
    float factor;
    i32 rows_per_weight;
};
static_assert(sizeof(LossScale) == 24, "LossScale must match CudaLossScale");

DEVICE float loss_scale_at(const LossScale& scale, i64 row)
{
    float of_all = (scale.state == nullptr ? 1.0f : scale.state->gradient_scale * scale.state->loss_scale) * scale.factor;
    return scale.weights == nullptr ? of_all : of_all * scale.weights[row / scale.rows_per_weight];
}
