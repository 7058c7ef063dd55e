namespace Mirrored;

/// <summary>Whole numbers at equal distances.</summary>
internal sealed class RangeStage(long start, long stop, long step) : ElementStage<long>
{
    public override long Count => start == stop || start < stop != step > 0
        ? 0
        : checked((long)(((UInt128)(Int128.Abs((Int128)stop - start) - 1) / (UInt128)Int128.Abs(step)) + 1));

    public override int Shuffles => 0;

    public override ElementReader<long> Open(Pass pass) => new Reader(start, step, Count, pass.Token);

    private sealed class Reader(long start, long step, long count, CancellationToken token) : ElementReader<long>
    {
        private long _index;

        public override bool TryNext(ref long element)
        {
            token.ThrowIfCancellationRequested();
            if (_index == count) return false;
            element = start + (_index++ * step);
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
