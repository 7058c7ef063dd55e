namespace Mirrored;

internal sealed unsafe class CpuAddPenalty : PreparedOperation
{
    private readonly StepState* _state;
    private readonly double* _sums;
    private readonly double* _accumulator;
    private readonly long _count;

    public CpuAddPenalty(AddPenaltyOperation operation, MemoryMap memory)
    {
        _count = operation.Sums.Shape.Length;
        operation.Require(operation.Sums, DType.Float64, _count);
        operation.Require(operation.Accumulator, DType.Float64, 1);
        _state = memory.State;
        _sums = memory.Address<double>(operation.Sums);
        _accumulator = memory.Address<double>(operation.Accumulator);
    }

    public override void Launch()
    {
        if (_state->FirstGlobalRow == 0) *_accumulator += _state->GlobalRows * LaneSum.Of(_sums, _count);
    }
}
