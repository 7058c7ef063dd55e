// RestoreSumsOperation: a skipped step leaves the running sums as they were before it, and is counted.
#include "non_finite.cuh"

struct RestoreSumsArguments
{
    double* sums; // (count)
    double* kept; // (count)
    i64* record;  // a NonFiniteRecord
    const StepState* state;
    i32 count;
    i32 reserved; // 0
};
static_assert(sizeof(RestoreSumsArguments) == 40, "RestoreSumsArguments must match its C# twin");

// One block.
extern "C" __global__ __launch_bounds__(BlockThreads) void mirrored_restore_sums(RestoreSumsArguments args)
{
    bool skip = args.state->skip != 0;
    for (i32 i = (i32)threadIdx.x; i < args.count; i += BlockThreads)
    {
        if (skip)
            args.sums[i] = args.kept[i];
        else
            args.kept[i] = args.sums[i];
    }
    if (skip && threadIdx.x == 0) args.record[RecordSkipped]++;
}
EXPORT_TO_SIMULATOR(mirrored_restore_sums)
