// FindNonFiniteOperation: looks for NaN and infinity in the reduced gradients; if there is one, the step's update is off.
#include "../Segments/segment.cuh"
#include "non_finite.cuh"

struct FindNonFiniteArguments
{
    const float* gradients; // (count)
    const i32* blocks;      // the segment of every 64 elements
    i64* record;            // a NonFiniteRecord
    i64* signal;            // gets the step; memory of the host
    StepState* state;       // gets the skip
    i64 count;              // elements
    i32 segments;
    i32 stays; // 1 skips every later step, too
};
static_assert(sizeof(FindNonFiniteArguments) == 56, "FindNonFiniteArguments must match its C# twin");

DEVICE bool is_finite(float x) { return (float_bits(x) & 0x7F800000u) != 0x7F800000u; }

// A thread for four elements. All who find something write the same numbers.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_find_non_finite(FindNonFiniteArguments args)
{
    i64 step = args.state->step, found = args.record[RecordStep];
    if (args.stays != 0 && found != 0 && found != step)
    {
        if (grid_thread() == 0) args.state->skip = 1;
        return;
    }
    bool told = false;
    for (i64 quad = grid_thread(); quad < args.count / 4; quad += grid_threads())
    {
        float4 g = load4(args.gradients + quad * 4);
        if (is_finite(g.x) && is_finite(g.y) && is_finite(g.z) && is_finite(g.w)) continue;
        i32 number = args.blocks[quad * 4 / SegmentBlock];
        args.record[RecordFirstSegment + (number < 0 ? args.segments : number)] = step;
        if (told) continue;
        told = true;
        args.state->skip = 1;
        args.record[RecordStep] = step;
        *args.signal = step;
    }
}
EXPORT_TO_SIMULATOR(mirrored_find_non_finite)
