// The argument structs of the kernels, as a launcher declares them, and what their tests share.
#pragma once
#include "cuda.h"
#include "test.h"

#include <cmath>

struct StepState
{
    int64_t step = 1, rng_step = 3, first_global_row = 5;
    int global_rows = 10;
    float gradient_scale = 0.125f, loss_scale = 1, learning_rate = 0.001f, unused = 0;
    int skip = 0;
    unsigned char reserved[16] = {};
    float scalars[16] = {-0.01f}; // Adam's step size with a minus
};
static_assert(sizeof(StepState) == 128);

struct StepFeed
{
    const void *features, *labels;
    const int* rows;
    const float *byte_values, *weights;
};

struct EpilogueRule
{
    const float* bias = nullptr;
    const StepState* state = nullptr;
    uint64_t seed = 0;
    unsigned layer = 0, threshold = 0;
    float scale = 1;
    int activation = 0, dropout = 0, reserved = 0;
};

enum : int
{
    Linear = 0,
    Relu = 1,
    Sigmoid = 2,
    Tanh = 3,
};

struct EpilogueArguments
{
    const float* input;
    float* output;
    EpilogueRule rule;
    int rows, columns;
};

struct EpilogueGradientArguments
{
    const float *output_gradient, *output;
    float* input_gradient;
    EpilogueRule rule;
    int rows, columns;
};

struct GatherArguments
{
    const StepFeed* feed;
    void* output;
    int rows, row_length;
};

struct RandomUniformArguments
{
    float* output;
    int64_t count;
    uint64_t seed;
    unsigned stream;
    float minimum, maximum;
    int reserved;
};

struct Segment
{
    int start, end;
    float l1, twice_l2, decay, floor;
    unsigned char reserved[8];
};

struct Rule
{
    float constants[32]; // Adam's are one minus each beta, and epsilon
    unsigned char code[64][8];
};

struct UpdateArguments
{
    float* weights;
    const float* gradients;
    float* slots[6];
    const Segment* segments;
    const int* blocks;
    const float* scales;
    const Rule* rule;
    const StepState* state;
    int64_t count;
    float clip_value;
    int slot_count, vector_registers, scalars, instructions;
    unsigned written;
    int decays_itself;
};
static_assert(sizeof(UpdateArguments) == 144);

struct ReduceLeavesArguments
{
    const float* sources[16];
    float* destinations[16];
    int64_t start, count;
    int source_count, destination_count;
};

struct SoftmaxArguments
{
    const float* input;
    float* output;
    int rows, columns;
};

struct SoftmaxGradientArguments
{
    const float *output_gradient, *output;
    float* input_gradient;
    int rows, columns;
};

struct LossScale
{
    const StepState* state;
    const float* weights;
    float factor;
    int rows_per_weight;
};

struct SparseCrossEntropyArguments
{
    const float* predictions;
    const int* labels;
    float *row_loss, *correct, *gradient;
    LossScale scale;
    int rows, columns;
};

struct SparseAccuracyArguments
{
    const float* predictions;
    const int* labels;
    float* correct;
    int rows, columns;
};

struct ColumnSumArguments
{
    const float* input;
    float* output;
    int rows, columns;
};

struct AccumulateArguments
{
    const float* input;
    const float* weights;
    double* accumulator;
    float* guard;
    const StepState* state;
    int rows, columns, rows_per_weight, per_batch, count, adds_to_guard;
    double factor;
};
static_assert(sizeof(AccumulateArguments) == 72);

struct MatMulArguments
{
    const float *a, *b;
    float* output;
    int m, n, k, has_epilogue;
    EpilogueRule rule;
};

// Numbers in [-1, 1), the same on every run.
inline std::vector<float> numbers(size_t count, unsigned seed = 1)
{
    std::vector<float> values(count);
    uint64_t state = seed * 0x9E3779B97F4A7C15ull + 1;
    for (float& value : values)
    {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        value = static_cast<float>(static_cast<int64_t>(state >> 33) - (1 << 30)) / (1 << 30);
    }
    return values;
}

inline std::vector<int> labels_below(int bound, size_t count)
{
    std::vector<int> labels(count);
    for (size_t i = 0; i < count; i++) labels[i] = static_cast<int>((i * 7919 + 3) % static_cast<size_t>(bound));
    return labels;
}

// Launches on a stream of its own and waits.
template <class Argument>
void run(const char* file, const char* name, unsigned grid_x, unsigned grid_y, unsigned threads, Argument argument)
{
    TestStream stream;
    CHECK_EQUAL(CUDA_SUCCESS, launch(kernel(file, name), grid_x, grid_y, threads, stream.handle, argument));
    CHECK_EQUAL(CUDA_SUCCESS, stream.wait());
}

// Checks |found - expected| <= tolerance everywhere; the largest difference is told.
inline void check_near(const std::vector<float>& found, const std::vector<double>& expected, double tolerance,
                       const char* what)
{
    double worst = 0;
    size_t wrong = 0;
    for (size_t i = 0; i < expected.size() && i < found.size(); i++)
    {
        double difference = std::isnan(expected[i]) && std::isnan(found[i]) ? 0 : std::fabs(found[i] - expected[i]);
        if (!(difference <= tolerance)) wrong++;
        worst = std::fmax(worst, difference);
    }
    report(found.size() == expected.size() && wrong == 0, __FILE__, __LINE__, what,
           std::to_string(wrong) + " wrong, by up to " + std::to_string(worst) + ", allowed "
               + std::to_string(tolerance));
}

// Philox4x32-10, written from the paper, for the masks that kernels draw.
struct Words
{
    unsigned word[4];
};
Words philox(unsigned c0, unsigned c1, unsigned c2, unsigned c3, uint64_t key);

constexpr double HalfUlp = 1.0 / (1 << 24); // of float32, relative
