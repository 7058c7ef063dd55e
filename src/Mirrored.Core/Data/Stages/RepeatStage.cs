namespace Mirrored;

/// <summary>The same dataset several times over; every pass shuffles in its own order.</summary>
/// <param name="input">What is repeated.</param>
/// <param name="times">How often; negative for ever.</param>
internal sealed class RepeatStage<T>(ElementStage<T> input, long times) : ElementStage<T>
{
    public override long Count => Counts.Repeat(input.Count, times);

    public override int Shuffles => input.Shuffles;

    public override ElementReader<T> Open(Pass pass) => new Reader(input, times, pass);

    private sealed class Reader(ElementStage<T> input, long times, Pass pass) : ElementReader<T>
    {
        private ElementReader<T>? _current;
        private long _pass;
        private bool _passIsEmpty;

        public override bool TryNext(ref T element)
        {
            while (_pass != times)
            {
                _current ??= OpenPass();
                if (_current.TryNext(ref element))
                {
                    _passIsEmpty = false;
                    return true;
                }

                ClosePass();
                // What gives nothing once would be asked for ever.
                _pass = _passIsEmpty ? times : _pass + 1;
            }

            return false;
        }

        public override void Dispose() => ClosePass();

        private ElementReader<T> OpenPass()
        {
            _passIsEmpty = true;
            return input.Open(pass with { Iteration = Passes.Number(pass.Iteration, times, _pass) });
        }

        private void ClosePass()
        {
            _current?.Dispose();
            _current = null;
        }
    }
}
