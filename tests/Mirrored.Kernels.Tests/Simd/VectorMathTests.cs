using System.Runtime.Intrinsics;

namespace Mirrored;

public abstract unsafe class VectorMathTests
{
    /// <summary>Bit patterns between two numbers of the sweep for accuracy: a prime, about 860,000 numbers.</summary>
    private const uint AccuracyStride = 4999;

    /// <summary>Bit patterns between two numbers of the sweep over all widths: a prime, about 43,000 numbers.</summary>
    private const uint WidthStride = 100_003;

    /// <summary>The largest error that the documentation admits, in units of the last place.</summary>
    private protected abstract double Bound { get; }

    [Fact]
    public void AnyNumber_StaysWithinTheDocumentedError()
    {
        float[] x = Sweep(AccuracyStride);
        float[] y = Apply<Simd256, Vector256<float>, Vector256<uint>>(x);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Reference(x[i]);
            bool same = double.IsNaN(expected) || float.IsInfinity((float)expected) || float.IsInfinity(y[i])
                ? y[i].Equals((float)expected)
                : Math.Abs(y[i] - expected) <= Bound * LastPlace(expected);
            if (!same) Assert.Fail($"f({x[i]:R}) is {y[i]:R}, expected {expected:R}.");
        }
    }

    [Fact]
    public void AnyNumber_GivesTheSameBitsAtEveryWidth()
    {
        float[] x = Sweep(WidthStride);
        float[] expected = Apply<SimdPortable, float, uint>(x);
        Expect.SameBits(expected, Apply<Simd128, Vector128<float>, Vector128<uint>>(x), "128 bits");
        Expect.SameBits(expected, Apply<Simd256, Vector256<float>, Vector256<uint>>(x), "256 bits");
        Expect.SameBits(expected, Apply<Simd512, Vector512<float>, Vector512<uint>>(x), "512 bits");
    }

    private protected abstract double Reference(double x);

    private protected abstract float[] Apply<TSimd, TFloat, TInt>(float[] x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;

    private protected static float[] ApplyAll<TFunction, TSimd, TFloat, TInt>(float[] x)
        where TFunction : struct, IVectorFunction
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct
    {
        float[] y = new float[x.Length];
        fixed (float* from = x, to = y)
        {
            for (int i = 0; i < x.Length; i += TSimd.Width)
            {
                TFloat value = TFunction.Apply<TSimd, TFloat, TInt>(TSimd.LoadPartial(from + i, x.Length - i));
                TSimd.StorePartial(to + i, value, x.Length - i);
            }
        }

        return y;
    }

    /// <summary>The distance of float32 numbers around a result, which subnormal numbers share with the smallest
    /// normal ones.</summary>
    private static double LastPlace(double value) =>
        Math.Max(Math.ScaleB(1, Math.Min(Math.ILogB(value), 127) - 23), float.Epsilon);

    private static float[] Sweep(uint stride)
    {
        List<float> numbers = [];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += stride)
            numbers.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        return [.. numbers];
    }
}
