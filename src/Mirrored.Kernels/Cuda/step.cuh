// What differs from step to step, in device memory: the twins of StepState.cs and StepFeed.cs.
#pragma once
#include "types.cuh"

struct StepState
{
    i64 step;
    i64 rng_step;
    i64 first_global_row;
    i32 global_rows;
    float gradient_scale;
    float loss_scale;
    float learning_rate;
    u8 reserved1[4];
    i32 skip;
    u8 reserved2[16];
    float scalars[16];
};
static_assert(sizeof(StepState) == 128, "StepState must match StepState.cs");

struct StepFeed
{
    const void* features;
    const void* labels;
    const i32* rows;
    const float* byte_values;
    const float* weights;
};
static_assert(sizeof(StepFeed) == 40, "StepFeed must match StepFeed.cs");
