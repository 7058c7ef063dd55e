namespace Mirrored;

public sealed class NDArrayExtensionsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void ArgMax_AlongRows_GivesTheFirstLargestColumn(int axis)
    {
        NDArray<float> array = new float[,] { { 1, 3, 3 }, { -1, -2, -3 }, { 0, 0, 0.5f } };

        Assert.Equal([1, 0, 2], array.ArgMax(axis));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void ArgMax_AlongColumns_GivesTheFirstLargestRow(int axis)
    {
        NDArray<int> array = new[,] { { 1, 3 }, { 7, 3 }, { 0, 9 }, { 7, 9 } };

        Assert.Equal([1, 2], array.ArgMax(axis));
    }

    [Fact]
    public void ArgMax_NaN_CountsAsLargest()
    {
        NDArray<float> array = new[,] { { 1, float.NaN, float.PositiveInfinity, float.NaN } };

        Assert.Equal([1], array.ArgMax(1));
    }

    [Fact]
    public void ArgMax_WrongShapeOrAxis_Throws()
    {
        NDArray<float> vector = new float[3];

        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => vector.ArgMax()).Message);
        Assert.Throws<ArgumentException>(() => new NDArray<float>([], [2, 0]).ArgMax(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Reshape(1, 3).ArgMax(2));
    }

    [Fact]
    public void FirstNonFinite_AtEveryPlace_IsFound()
    {
        // Longer than two of the widest vectors, so that vector part and remainder are both searched.
        const int Length = 37;
        foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            for (int place = 0; place < Length; place++)
            {
                float[] data = [.. Enumerable.Repeat(float.MaxValue, Length)];
                data[place] = wrong;
                data[^1] = float.NaN;
                Assert.Equal(place, ((NDArray<float>)data).FirstNonFinite());
            }
        }
    }

    [Fact]
    public void FirstNonFinite_OnlyNumbers_IsMinusOne()
    {
        float[] data = [.. Enumerable.Range(-20, 41).Select(i => i % 2 == 0 ? float.Epsilon * i : float.MaxValue * Math.Sign(i))];
        NDArray<byte> bytes = new byte[] { 0, 255 };

        Assert.Equal(-1, ((NDArray<float>)data).FirstNonFinite());
        Assert.Equal(-1, bytes.AsFloat().FirstNonFinite());
    }
}
