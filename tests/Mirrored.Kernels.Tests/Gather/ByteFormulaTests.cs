using System.Runtime.Intrinsics;

namespace Mirrored;

public sealed unsafe class ByteFormulaTests
{
    /// <summary>Tables that people use: scale and offset, rounded once from float64.</summary>
    [Theory]
    [InlineData(1 / 255.0, 0)]
    [InlineData(1 / 127.5, -1)]
    [InlineData(1 / 255.0, -0.5)]
    [InlineData(1 / 128.0, -1)]
    [InlineData(1 / 256.0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(-1 / 255.0, 1)]
    public void TryFind_ScaleAndOffset_GivesAllEntries(double scale, double offset)
    {
        float[] table = GatherTests.Table(b => b * scale + offset);
        fixed (float* entries = table)
        {
            Assert.True(Find<Simd128, Vector128<float>, Vector128<uint>>(entries, out ByteFormula formula));
            for (int b = 0; b < 256; b++)
                Assert.Equal(table[b], formula.Apply<SimdPortable, float, uint>(b));
        }
    }

    [Fact]
    public void TryFind_OneEntryOneUnitOff_FindsNone()
    {
        for (int b = 0; b < 256; b++)
        {
            float[] table = GatherTests.Table(i => i / 255.0);
            table[b] = MathF.BitIncrement(table[b]);
            fixed (float* entries = table)
            {
                Assert.False(Find<SimdPortable, float, uint>(entries, out _), $"entry {b}, 1 lane");
                Assert.False(Find<Simd128, Vector128<float>, Vector128<uint>>(entries, out _), $"entry {b}, 4 lanes");
                Assert.False(Find<Simd256, Vector256<float>, Vector256<uint>>(entries, out _), $"entry {b}, 8 lanes");
                Assert.False(Find<Simd512, Vector512<float>, Vector512<uint>>(entries, out _), $"entry {b}, 16 lanes");
            }
        }
    }

    [Fact]
    public void TryFind_ConstantTable_FindsNone()
    {
        fixed (float* entries = GatherTests.Table(_ => 0.5))
            Assert.False(Find<SimdPortable, float, uint>(entries, out _));
    }

    private static bool Find<TSimd, TFloat, TInt>(float* table, out ByteFormula formula)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct => ByteFormula.TryFind<TSimd, TFloat, TInt>(table, out formula);
}
