namespace Mirrored;

/// <summary>tf.data's shuffle over elements: the order of <see cref="ShuffleStream"/> for the same seed.</summary>
internal sealed class ShuffleStage<T>(ElementStage<T> input, int bufferSize, long? seed, bool reshuffle) : ElementStage<T>
{
    public override long Count => input.Count;

    public override int Shuffles => input.Shuffles + 1;

    public override ElementReader<T> Open(Pass pass)
    {
        var random = new ShuffleRandom(
            (ulong?)seed ?? pass.Seed, reshuffle ? pass.Iteration : 0, ShuffleStream.StreamBase + (uint)input.Shuffles);
        return new Reader(input.Open(pass), bufferSize, random);
    }

    private sealed class Reader(ElementReader<T> input, int bufferSize, ShuffleRandom random) : ElementReader<T>
    {
        private readonly List<T> _held = [];
        private ShuffleRandom _random = random;
        private bool _filled;

        public override bool TryNext(ref T element)
        {
            if (!_filled) Fill();
            if (_held.Count == 0) return false;
            int slot = _random.Next(_held.Count);
            element = _held[slot];
            Refill(slot);
            return true;
        }

        public override void Dispose() => input.Dispose();

        private void Fill()
        {
            T item = default!; // Filled when TryNext says so.
            while (_held.Count < bufferSize && input.TryNext(ref item))
            {
                _held.Add(item);
                item = default!; // It is kept: nobody may fill it again.
            }

            _filled = true;
        }

        // Once the input is at its end the last element moves into the gap, so the buffer drains in random order.
        private void Refill(int slot)
        {
            T item = default!; // Filled when TryNext says so.
            if (input.TryNext(ref item))
            {
                _held[slot] = item;
                return;
            }

            _held[slot] = _held[^1];
            _held.RemoveAt(_held.Count - 1);
        }
    }
}
