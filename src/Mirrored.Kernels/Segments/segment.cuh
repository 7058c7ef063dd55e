// What is special about one weight of the flat range, the twin of Segment.cs, and what becomes of its gradient before the
// optimizer sees it.
#pragma once
#include "../Cuda/mirrored.cuh"

constexpr i32 SegmentBlock = 64; // Segment.BlockLength

struct Segment
{
    i32 start;
    i32 end;
    float l1;
    float twice_l2;
    float decay;
    float floor;
    u8 reserved[8];
};
static_assert(sizeof(Segment) == 32, "Segment must match Segment.cs");

DEVICE float sign(float x) { return x > 0.0f ? 1.0f : (0.0f > x ? -1.0f : x); }

// GradientRule: the penalty's gradient, then the limit of each element. NaN stays NaN.
DEVICE float limited_gradient(float g, float w, const Segment& segment, float clip_value)
{
    if (segment.twice_l2 != 0.0f) g = fmaf(segment.twice_l2, w, g);
    if (segment.l1 != 0.0f) g = fmaf(segment.l1, sign(w), g);
    return g > clip_value ? clip_value : (-clip_value > g ? -clip_value : g);
}
