namespace Mirrored;

internal sealed unsafe class CpuRestoreSums : PreparedOperation
{
    private readonly StepState* _state;
    private readonly double* _sums;
    private readonly double* _kept;
    private readonly long* _record;
    private readonly int _count;

    public CpuRestoreSums(RestoreSumsOperation operation, MemoryMap memory)
    {
        operation.Check();
        _state = memory.State;
        _sums = (double*)operation.Sums;
        _kept = (double*)operation.Kept;
        _record = (long*)operation.Record;
        _count = operation.Count;
    }

    public override void Launch()
    {
        Span<double> sums = new(_sums, _count), kept = new(_kept, _count);
        if (_state->Skip != 0)
        {
            kept.CopyTo(sums);
            _record[NonFiniteRecord.Skipped]++;
        }
        else
        {
            sums.CopyTo(kept);
        }
    }
}
