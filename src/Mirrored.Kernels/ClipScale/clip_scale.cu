// ClipScaleOperation: the factors that bring norms of gradients below a limit.
#include "../Segments/lane_sum.cuh"
#include "../Segments/segment.cuh"

struct ClipScaleArguments
{
    const Segment* segments; // the table
    const double* sums;      // (blocks), squares
    float* scales;           // (segments)
    i64 blocks;              // all that are trained
    double limit;            // the largest norm
    i32 trained;             // segments that are trained
    i32 global;              // not 0 for one norm of all segments together
};
static_assert(sizeof(ClipScaleArguments) == 48, "ClipScaleArguments must match its C# twin");

DEVICE float clip_scale(double norm, double limit) { return norm <= limit ? 1.0f : (float)(limit / norm); }

// A block for each segment, or one for all.
extern "C" __global__ __launch_bounds__(SumLanes) void mirrored_clip_scale(ClipScaleArguments args)
{
    SHARED(double, lanes, [SumLanes]);
    if (args.global != 0)
    {
        double norm = sqrt_f64(lane_sum(args.sums, args.blocks, lanes));
        // Infinity minus itself, as NaN minus itself, is NaN.
        float scale = norm - norm == 0.0 ? clip_scale(norm, args.limit) : quiet_nan();
        for (i32 i = (i32)threadIdx.x; i < args.trained; i += SumLanes) args.scales[i] = scale;
        return;
    }
    Segment segment = args.segments[blockIdx.x];
    i64 first = segment.start / SegmentBlock, end = ((i64)segment.end + SegmentBlock - 1) / SegmentBlock;
    double norm = sqrt_f64(lane_sum(args.sums + first, end - first, lanes));
    if (threadIdx.x == 0) args.scales[blockIdx.x] = clip_scale(norm, args.limit);
}
EXPORT_TO_SIMULATOR(mirrored_clip_scale)
