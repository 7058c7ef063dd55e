namespace Mirrored;

public sealed class NDArrayAsFloatTests
{
    private static readonly NDArray<byte> Bytes = new([.. Enumerable.Range(0, 256).Select(b => (byte)b)], [16, 16]);

    [Fact]
    public void AsFloat_OneOver255_IsTheExactQuotientForEveryByte()
    {
        NDArray<float> view = Bytes.AsFloat(scale: 1 / 255.0).Reshape(256);

        for (int b = 0; b < 256; b++) Assert.Equal(b / 255f, view[b]);
    }

    [Fact]
    public void AsFloat_ScaleAndOffset_AreAppliedInFloat64()
    {
        NDArray<float> view = Bytes.AsFloat(scale: 1 / 127.5, offset: -1);

        for (int b = 0; b < 256; b++) Assert.Equal((float)((b * (1 / 127.5)) - 1), view[b / 16, b % 16]);
    }

    [Fact]
    public void AsFloat_ReshapedAndCut_StillReadsTheBytes()
    {
        NDArray<float> view = Bytes.Rows(2, 8).AsFloat().Rows(1, 2).Reshape(-1);

        ArraySource source = view.Source;
        Assert.Equal(DType.UInt8, source.StorageType);
        Assert.Same(Bytes.Source.Backing, source.Backing);
        Assert.Equal(48, source.Offset);
        Assert.Equal(256, source.ByteValues!.Length);
        Assert.Equal(new Shape(32), source.Shape);
        Assert.Equal(48f, view[0]);
        Assert.Equal(DType.Float32, view.DType);
    }

    [Fact]
    public void Span_OfAView_MakesTheValuesOnceAndLeavesTheSource()
    {
        NDArray<float> view = Bytes.AsFloat(scale: 2).Rows(1, 2);

        Assert.Equal([.. Enumerable.Range(16, 32).Select(b => 2f * b)], view.Span.ToArray());
        Assert.True(view.Span == view.Span);
        Assert.Equal(DType.UInt8, view.Source.StorageType);
        Assert.Equal([.. Enumerable.Range(32, 16).Select(b => 2f * b)], view.Rows(1, 1).Span.ToArray());
    }

    [Fact]
    public void Span_OfAReshapedView_KeepsTheValuesThatWereMade()
    {
        NDArray<float> view = Bytes.AsFloat();

        Assert.True(view.Span == view.Reshape(-1).Span);
    }

    [Fact]
    public void Gather_OfAView_LooksTheBytesUp() =>
        Assert.Equal(
            [.. Enumerable.Range(48, 16).Select(b => b / 2f), .. Enumerable.Range(0, 16).Select(b => b / 2f)],
            Bytes.AsFloat(0.5).Gather([3, 0]).ToArray());

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1e38, 0)]
    public void AsFloat_ValuesThatAreNoNumbers_Throws(double scale, double offset) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes.AsFloat(scale, offset));
}
