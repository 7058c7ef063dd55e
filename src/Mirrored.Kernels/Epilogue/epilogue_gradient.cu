// EpilogueGradientOperation: input gradient = output gradient * mask * scale * activation'(output).
#include "epilogue.cuh"

struct EpilogueGradientArguments
{
    const float* output_gradient; // (rows, columns)
    const float* output;          // (rows, columns), what the forward operation wrote; null with the linear activation
    float* input_gradient;        // (rows, columns); may be the output gradient
    EpilogueRule rule;            // its bias is not read
    i32 rows;
    i32 columns;
};
static_assert(sizeof(EpilogueGradientArguments) == 80, "EpilogueGradientArguments must match its C# twin");

// With ReLU and dropout a positive output says both kept and active; so the only draw is that of linear with dropout.
DEVICE float gradient_of(float dy, float y, u32 word, const EpilogueRule& rule)
{
    switch (rule.activation)
    {
        case Relu:
            if (rule.dropout != 0) dy *= rule.scale;
            return y > 0.0f ? dy : 0.0f;
        case Sigmoid: return dy * (y * (1.0f - y));
        case Tanh: return dy * fmaf(-y, y, 1.0f);
        default: return rule.dropout == 0 ? dy : word >= rule.threshold ? dy * rule.scale : 0.0f;
    }
}

extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_epilogue_gradient(EpilogueGradientArguments args)
{
    u32 columns = (u32)args.columns, quads = (columns + 3) / 4;
    i64 total = (i64)args.rows * quads;
    const EpilogueRule& rule = args.rule;
    bool draws = rule.activation == Linear && rule.dropout != 0, reads = rule.activation != Linear;
    bool vector = columns % 4 == 0 && is_aligned(args.output_gradient, 16) && is_aligned(args.output, 16)
                  && is_aligned(args.input_gradient, 16);
    for (i64 i = grid_thread(); i < total; i += grid_threads())
    {
        u32 row = (u32)(i / quads), quad = (u32)(i - (i64)row * quads);
        i64 at = (i64)row * columns + quad * 4;
        i32 count = (i32)(columns - quad * 4 < 4 ? columns - quad * 4 : 4);
        float4 dy = vector ? load4(args.output_gradient + at) : load_some(args.output_gradient + at, count);
        float4 y{0.0f, 0.0f, 0.0f, 0.0f};
        if (reads) y = vector ? load4(args.output + at) : load_some(args.output + at, count);
        uint4 words{0, 0, 0, 0};
        if (draws) words = dropout_words(quad, row, rule.state, rule.seed, rule.layer);
        float4 dx{gradient_of(dy.x, y.x, words.x, rule), gradient_of(dy.y, y.y, words.y, rule),
                  gradient_of(dy.z, y.z, words.z, rule), gradient_of(dy.w, y.w, words.w, rule)};
        if (vector) store4(args.input_gradient + at, dx);
        else store_some(args.input_gradient + at, dx, count);
    }
}
EXPORT_TO_SIMULATOR(mirrored_epilogue_gradient)
