namespace Mirrored.Keras.Tests;

public sealed class ReshapeTests : LayerTests
{
    protected override Shape RowShape => [2, 3];

    [Fact]
    public void Build_MinusOne_TakesWhatIsLeft()
    {
        using Sequential model = new([new Input([4, 6]), new Reshape([3, -1])]);

        Assert.Equal(new Shape([3, 8]), model.OutputShape);
    }

    [Theory]
    [InlineData(new[] { -1, -1 })]
    [InlineData(new[] { -2, 3 })]
    public void Constructor_WrongAxes_AreRefused(int[] axes) => Assert.Throws<ArgumentException>(() => new Reshape(axes));

    [Theory]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 7, -1 })]
    [InlineData(new[] { 0, -1 })]
    public void Build_OtherNumberOfElements_NamesLayerExpectedAndFound(int[] axes)
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => new Sequential([new Input(6), new Reshape(axes, name: "r")]));

        Assert.Equal("r", error.Layer);
        Assert.Equal("(6,)", error.Found);
    }

    protected override Layer Create() => new Reshape([3, -1]);

    protected override double[] Reference(double[] row, double[][] weights) => row;
}
