namespace Mirrored;

internal sealed unsafe class CpuClipScale : PreparedOperation
{
    private readonly Segment* _segments;
    private readonly double* _sums;
    private readonly float* _scales;
    private readonly int _trained;
    private readonly long _blocks;
    private readonly double _limit;
    private readonly bool _global;

    public CpuClipScale(ClipScaleOperation operation, MemoryMap memory)
    {
        operation.Check();
        _segments = memory.Address<Segment>(operation.Segments.Table);
        _sums = memory.Address<double>(operation.Segments.Sums);
        _scales = memory.Address<float>(operation.Segments.Scales);
        (_trained, _blocks, _limit, _global) = (operation.Trained, operation.Blocks, operation.Limit, operation.Global);
    }

    public override void Launch()
    {
        if (_global)
        {
            double norm = Math.Sqrt(LaneSum.Of(_sums, _blocks));
            new Span<float>(_scales, _trained).Fill(double.IsFinite(norm) ? Scale(norm) : float.NaN);
            return;
        }

        for (int i = 0; i < _trained; i++)
        {
            long first = _segments[i].Start / Segment.BlockLength;
            long end = (_segments[i].End + Segment.BlockLength - 1L) / Segment.BlockLength;
            _scales[i] = Scale(Math.Sqrt(LaneSum.Of(_sums + first, end - first)));
        }
    }

    private float Scale(double norm) => norm <= _limit ? 1 : (float)(_limit / norm);
}
