// AddPenaltyOperation: accumulator += rows sum_b sums_b, where the batch's first row is.
#include "../Segments/lane_sum.cuh"

struct AddPenaltyArguments
{
    const double* sums;     // (count)
    double* accumulator;    // one
    const StepState* state; // rows
    i64 count;              // blocks
};
static_assert(sizeof(AddPenaltyArguments) == 32, "AddPenaltyArguments must match its C# twin");

// One block.
extern "C" __global__ __launch_bounds__(SumLanes) void mirrored_add_penalty(AddPenaltyArguments args)
{
    SHARED(double, lanes, [SumLanes]);
    if (args.state->first_global_row != 0) return;
    double sum = lane_sum(args.sums, args.count, lanes);
    if (threadIdx.x == 0) *args.accumulator += (double)args.state->global_rows * sum;
}
EXPORT_TO_SIMULATOR(mirrored_add_penalty)
