namespace Mirrored;

/// <summary>The first elements.</summary>
internal sealed class TakeStage<T>(ElementStage<T> input, long most) : ElementStage<T>
{
    public override long Count => Counts.Take(input.Count, most);

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(input.Open(pass), most);

    private sealed class Reader(ElementReader<T> input, long most) : ElementReader<T>
    {
        private long _left = most;

        public override bool TryNext(ref T element)
        {
            if (_left == 0) return false;
            _left--;
            return input.TryNext(ref element);
        }

        public override void Dispose() => input.Dispose();
    }
}
