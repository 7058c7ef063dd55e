using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>Draws and applies a <see cref="DropoutMask"/> in vectors.</summary>
internal readonly unsafe struct CpuDropout<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    private readonly StepState* _state;
    private readonly DropoutMask _mask;
    private readonly uint _threshold;
    private readonly float _scale;

    public CpuDropout(DropoutMask mask, StepState* state)
    {
        if (!(mask.Rate >= 0 && mask.Rate <= 1))
            throw new ArgumentException($"Dropout's rate is {mask.Rate}; expected a probability between 0 and 1.");
        _state = state;
        _mask = mask;
        _threshold = mask.Threshold;
        _scale = mask.Scale;
    }

    /// <summary>The columns that one draw serves.</summary>
    public static int Columns => Philox.Words * TSimd.Width;

    /// <summary>Draws the words of <see cref="Columns"/> columns of a row of this plan, from
    /// <paramref name="column"/> on, which is a multiple of that many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Draw(int row, int column, uint* words) => Philox.Draw<TSimd, TFloat, TInt>(
        _mask.Seed,
        (uint)(column / Philox.Words),
        (uint)(_state->FirstGlobalRow + row),
        (uint)_state->RngStep,
        _mask.Layer,
        words);

    /// <summary>The scaled value where the word keeps it, +0 where it does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat Apply(TFloat value, TInt word) => TSimd.Select(
        TSimd.GreaterOrEqual(word, TSimd.BroadcastInt(_threshold)),
        TSimd.Multiply(value, TSimd.Broadcast(_scale)),
        TSimd.Broadcast(0));
}
