// LossScale: what the gradient of each row's loss is multiplied by; and what every LossOperation is given.
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

struct LossArguments
{
    const float* predictions; // (rows, columns)
    const float* labels;      // (rows, columns)
    float* row_loss;          // (rows), or null
    float* gradient;          // (rows, columns), or null; may be the predictions
    LossScale scale;
    i32 rows;
    i32 columns;
    i32 function;
    float parameter;
};
static_assert(sizeof(LossArguments) == 72, "LossArguments must match CudaLossArguments");
