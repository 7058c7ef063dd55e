// BlockSumOperation: for every 64 elements of the flat range the sum of squared gradients, or the penalty on the weights.
#include "../Segments/segment.cuh"

struct BlockSumArguments
{
    const float* weights;    // (count x 64)
    const float* gradients;  // likewise; null for the penalty
    const Segment* segments; // the table
    const i32* blocks;       // (count), each block's segment
    double* sums;            // (count)
    const StepState* state;  // the first row
    i64 count;               // blocks
    float clip_value;        // the largest magnitude of a gradient's element
    i32 reserved;            // 0
};
static_assert(sizeof(BlockSumArguments) == 64, "BlockSumArguments must match its C# twin");

DEVICE double square(float x) { return (double)x * (double)x; }
DEVICE double magnitude(float x) { return (double)fabsf(x); }

// The terms of a block's elements in four lanes. Behind the segment's end lies padding, which is zero.
template <class Load, class Term> DEVICE double sum_block(i64 first, Load load, Term term)
{
    double lane0 = 0.0, lane1 = 0.0, lane2 = 0.0, lane3 = 0.0;
    for (i32 i = 0; i < SegmentBlock; i += 4)
    {
        float4 v = load(first + i);
        lane0 += term(v.x);
        lane1 += term(v.y);
        lane2 += term(v.z);
        lane3 += term(v.w);
    }
    return (lane0 + lane1) + (lane2 + lane3);
}

// A thread for each block.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_block_sum(BlockSumArguments args)
{
    if (!args.gradients && args.state->first_global_row != 0) return;
    for (i64 block = grid_thread(); block < args.count; block += grid_threads())
    {
        i64 first = block * SegmentBlock;
        i32 number = args.blocks[block];
        double sum = 0.0;
        if (number >= 0)
        {
            Segment segment = args.segments[number];
            float clip = args.clip_value;
            auto weights = [&](i64 i) { return load4(args.weights + i); };
            auto gradients = [&](i64 i)
            {
                float4 g = load4(args.gradients + i), w = load4(args.weights + i);
                return float4{limited_gradient(g.x, w.x, segment, clip), limited_gradient(g.y, w.y, segment, clip),
                              limited_gradient(g.z, w.z, segment, clip), limited_gradient(g.w, w.w, segment, clip)};
            };
            if (args.gradients)
                sum = sum_block(first, gradients, [](float x) { return square(x); });
            else if (segment.l1 != 0.0f || segment.twice_l2 != 0.0f)
                sum = (double)segment.l1 * sum_block(first, weights, [](float x) { return magnitude(x); })
                      + 0.5 * (double)segment.twice_l2 * sum_block(first, weights, [](float x) { return square(x); });
        }
        args.sums[block] = sum;
    }
}
EXPORT_TO_SIMULATOR(mirrored_block_sum)
