using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A formula that gives every entry of a table of 256 byte values: <c>(b + shift) scale</c>.</summary>
/// <remarks>Tables hold quotients such as <c>b / 255</c> or <c>b / 127.5 - 1</c>, rounded once. <c>scale</c> is kept
/// as the sum of two float32 numbers, and <c>fma(v, high, v low)</c> rounds almost always as the quotient does.
/// Whether it always does is tried on all 256 bytes; that costs less than one row, so nothing has to be remembered
/// about a table.</remarks>
internal readonly unsafe struct ByteFormula
{
    private const int Bytes = 256;

    private readonly float _shift;
    private readonly float _scaleHigh;
    private readonly float _scaleLow;

    private ByteFormula(double shift, double scale)
    {
        _shift = (float)shift;
        _scaleHigh = (float)scale;
        _scaleLow = (float)(scale - _scaleHigh);
    }

    /// <summary>Finds the formula of a table; false when there is none that gives exactly its 256 numbers.</summary>
    public static bool TryFind<TSimd, TFloat, TInt>(float* table, out ByteFormula formula)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        double slope = ((double)table[Bytes - 1] - table[0]) / (Bytes - 1);

        // The slope is known to 24 bits only; divisors that people write are whole or half numbers.
        double divisor = Math.Round(2 / slope) / 2;
        formula = new ByteFormula(Math.Round(2 * table[0] / slope) / 2, 1 / divisor);
        if (formula.Gives<TSimd, TFloat, TInt>(table)) return true;

        formula = new ByteFormula(0, table[1]);
        return formula.Gives<TSimd, TFloat, TInt>(table);
    }

    /// <summary>The table's entries for bytes that were converted to floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TFloat Apply<TSimd, TFloat, TInt>(TFloat bytes)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TFloat value = TSimd.Add(bytes, TSimd.Broadcast(_shift));
        return TSimd.MultiplyAdd(
            value, TSimd.Broadcast(_scaleHigh), TSimd.Multiply(value, TSimd.Broadcast(_scaleLow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Gives<TSimd, TFloat, TInt>(float* table)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        TInt difference = TSimd.BroadcastInt(0);
        for (int b = 0; b < Bytes; b += TSimd.Width)
        {
            TFloat bytes = TSimd.ToFloat(TSimd.AddInt(TSimd.BroadcastInt((uint)b), TSimd.Sequence));
            TInt expected = TSimd.AsInt(TSimd.Load(table + b));
            TInt actual = TSimd.AsInt(Apply<TSimd, TFloat, TInt>(bytes));
            difference = TSimd.Or(difference, TSimd.Xor(expected, actual));
        }

        uint* lanes = stackalloc uint[TSimd.Width];
        TSimd.StoreInt(lanes, difference);
        uint any = 0;
        for (int lane = 0; lane < TSimd.Width; lane++) any |= lanes[lane];
        return any == 0;
    }
}
