// Bias, activation and dropout on four neighbouring columns: shared by the epilogue's own kernels and the matrix
// product.
#pragma once
#include "../Cuda/philox.cuh"
#include "../Cuda/quads.cuh"
#include "../Simd/vector_math.cuh"

// The values of the C# enum Activation.
constexpr i32 Linear = 0, Relu = 1, Sigmoid = 2, Tanh = 3;

// What happens to every element; embedded in the arguments of kernels. 48 bytes.
struct EpilogueRule
{
    const float* bias;      // (columns), or null for none
    const StepState* state; // read only with dropout: first global row and rng step
    u64 seed;               // Philox key
    u32 layer;              // Philox counter word 3
    u32 threshold;          // words below it are dropped
    float scale;            // what kept elements are multiplied by
    i32 activation;         // Linear, Relu, Sigmoid, Tanh
    i32 dropout;            // 0: none, and seed, layer, threshold, scale are not read
    i32 reserved;           // 0
};
static_assert(sizeof(EpilogueRule) == 48, "EpilogueRule must match its C# twin");

// Activations of a few instructions only: what the matrix product can hold in registers beside its tile.
struct SimpleActivations
{
    static METHOD float apply(float x, i32 activation)
    {
        return activation == Relu && 0.0f > x ? 0.0f : x; // NaN stays NaN
    }
};

struct AllActivations
{
    static METHOD float apply(float x, i32 activation)
    {
        switch (activation)
        {
            case Sigmoid: return vector_sigmoid(x);
            case Tanh: return vector_tanh(x);
            default: return SimpleActivations::apply(x, activation);
        }
    }
};

// The four words that columns 4 quad to 4 quad + 3 of a row of this plan draw.
DEVICE uint4 dropout_words(u32 quad, u32 row, const StepState* state, u64 seed, u32 layer)
{
    return philox(quad, (u32)state->first_global_row + row, (u32)state->rng_step, layer, seed);
}

// Applies the rule to the first `count` of four elements of a row, which start at column 4 quad.
template <class Activations> DEVICE float4 apply_rule(float4 v, u32 row, u32 quad, i32 count, const EpilogueRule& rule)
{
    if (rule.bias != nullptr)
    {
        const float* bias = rule.bias + quad * 4;
        v.x += bias[0];
        if (count > 1) v.y += bias[1];
        if (count > 2) v.z += bias[2];
        if (count > 3) v.w += bias[3];
    }
    v.x = Activations::apply(v.x, rule.activation);
    v.y = Activations::apply(v.y, rule.activation);
    v.z = Activations::apply(v.z, rule.activation);
    v.w = Activations::apply(v.w, rule.activation);
    if (rule.dropout != 0)
    {
        uint4 words = dropout_words(quad, row, rule.state, rule.seed, rule.layer);
        v.x = words.x >= rule.threshold ? v.x * rule.scale : 0.0f;
        v.y = words.y >= rule.threshold ? v.y * rule.scale : 0.0f;
        v.z = words.z >= rule.threshold ? v.z * rule.scale : 0.0f;
        v.w = words.w >= rule.threshold ? v.w * rule.scale : 0.0f;
    }
    return v;
}
