using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The same dataset several times over; every pass shuffles in its own order.</summary>
/// <param name="input">What is repeated.</param>
/// <param name="times">How often; negative for ever.</param>
internal sealed class RepeatStream(IndexStream input, long times) : IndexStream
{
    private int _iteration;
    private long _pass;
    private bool _passIsEmpty;

    public override int Width => input.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override int Next(Span<int> rows)
    {
        while (_pass != times)
        {
            int count = input.Next(rows);
            if (count > 0)
            {
                _passIsEmpty = false;
                return count;
            }

            // What gives nothing once would be asked for ever.
            if (_passIsEmpty) _pass = times;
            else BeginPass(_pass + 1);
        }

        return 0;
    }

    public override void Restart(int epoch)
    {
        _iteration = epoch;
        BeginPass(0);
    }

    private void BeginPass(long pass)
    {
        _pass = pass;
        _passIsEmpty = true;
        if (pass != times) input.Restart(Passes.Number(_iteration, times, pass));
    }
}
