namespace Mirrored;

/// <summary>The vector instructions that the CPU kernels are written in, once for every width.</summary>
/// <remarks>Each member is one exactly rounded IEEE 754 operation per lane, so a kernel that keeps the order of its
/// operations gives the same bits at every width and on every machine. Masks are all ones or all zeros per lane.</remarks>
/// <typeparam name="TFloat">A vector of float32 lanes.</typeparam>
/// <typeparam name="TInt">A vector of as many 32-bit integer lanes.</typeparam>
internal unsafe interface ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>The number of lanes.</summary>
    static abstract int Width { get; }

    static abstract TFloat Load(float* source);

    static abstract void Store(float* destination, TFloat value);

    static abstract TFloat Broadcast(float value);

    /// <summary>Bytes 0 to 255 as floats.</summary>
    static abstract TFloat LoadBytes(byte* source);

    static abstract TFloat Add(TFloat a, TFloat b);

    static abstract TFloat Subtract(TFloat a, TFloat b);

    static abstract TFloat Multiply(TFloat a, TFloat b);

    static abstract TFloat Divide(TFloat a, TFloat b);

    /// <summary><c>a * b + c</c>, rounded once.</summary>
    static abstract TFloat MultiplyAdd(TFloat a, TFloat b, TFloat c);

    static abstract TFloat Sqrt(TFloat value);

    /// <summary>The mask of lanes where <c>a &gt; b</c>; false for NaN.</summary>
    static abstract TInt GreaterThan(TFloat a, TFloat b);

    /// <summary>Lane by lane <paramref name="a"/> where the mask is set, <paramref name="b"/> elsewhere.</summary>
    static abstract TFloat Select(TInt mask, TFloat a, TFloat b);

    static abstract TInt LoadInt(uint* source);

    static abstract void StoreInt(uint* destination, TInt value);

    static abstract TInt BroadcastInt(uint value);

    /// <summary>Lane numbers: 0, 1, 2 and so on.</summary>
    static abstract TInt Sequence { get; }

    static abstract TInt AsInt(TFloat value);

    static abstract TFloat AsFloat(TInt value);

    static abstract TInt AddInt(TInt a, TInt b);

    static abstract TInt SubtractInt(TInt a, TInt b);

    static abstract TInt Xor(TInt a, TInt b);

    static abstract TInt And(TInt a, TInt b);

    static abstract TInt Or(TInt a, TInt b);

    static abstract TInt ShiftLeft(TInt value, int bits);

    static abstract TInt ShiftRight(TInt value, int bits);

    /// <summary>The mask of lanes where <c>a &gt;= b</c> as unsigned numbers.</summary>
    static abstract TInt GreaterOrEqual(TInt a, TInt b);

    /// <summary>The 64-bit product of each lane and <paramref name="b"/>, as its upper and lower half.</summary>
    static abstract TInt MultiplyWide(TInt a, uint b, out TInt low);

    /// <summary>The first <paramref name="count"/> lanes, all when there are as many or more; the others are zero.
    /// Memory beyond those lanes is not touched.</summary>
    static abstract TFloat LoadPartial(float* source, long count);

    /// <summary>Writes the first <paramref name="count"/> lanes, at most all, and nothing else.</summary>
    static abstract void StorePartial(float* destination, TFloat value, long count);

    /// <summary>Signed integers as floats, rounded to nearest.</summary>
    static abstract TFloat ToFloat(TInt value);

    /// <summary>Numbers for the lanes of four vectors of which <see cref="Transpose4"/> makes one sequence: when lane
    /// <c>l</c> of vector <c>k</c> holds word <c>k</c> of group <c>GroupSequence[l]</c>, then after it the four
    /// vectors, one after the other, hold the words of group 0, of group 1 and so on.</summary>
    static abstract TInt GroupSequence { get; }

    /// <summary>Transposes each 4 by 4 block that the 128-bit parts of four vectors make; not with one lane.</summary>
    static abstract void Transpose4(ref TInt a, ref TInt b, ref TInt c, ref TInt d);

    /// <summary>The largest lane of a vector without NaN.</summary>
    static abstract float MaxLane(TFloat value);

    /// <summary>The vector registers that a kernel may hold values in.</summary>
    static abstract int Registers { get; }
}
