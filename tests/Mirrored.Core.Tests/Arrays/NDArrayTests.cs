namespace Mirrored;

public sealed class NDArrayTests
{
    private static readonly NDArray<int> Cube = new([.. Enumerable.Range(0, 24)], [2, 3, 4]);

    [Fact]
    public void FromVector_SharesTheElements()
    {
        float[] data = [1, 2, 3];

        NDArray<float> array = data;

        Assert.Equal(new Shape(3), array.Shape);
        Assert.Equal(DType.Float32, array.DType);
        Assert.Same(data, array.Source.Backing);
    }

    [Fact]
    public void FromMatrix_CopiesRowByRow()
    {
        double[,] data = { { 1, 2, 3 }, { 4, 5, 6 } };

        NDArray<double> array = data;
        data[0, 0] = 9;

        Assert.Equal(new Shape(2, 3), array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.ToArray());
    }

    [Fact]
    public void FromMatrix_WithoutElements_KeepsItsShape()
    {
        NDArray<int> array = new int[0, 3];

        Assert.Equal(new Shape(0, 3), array.Shape);
        Assert.Empty(array.ToArray());
    }

    [Fact]
    public void Constructor_ShapeOfAnotherLength_SaysBothLengths()
    {
        var error = Assert.Throws<ArgumentException>(() => new NDArray<byte>(new byte[5], [2, 3]));
        Assert.Contains("(2, 3) has 6 elements, but the data has 5", error.Message);
    }

    [Fact]
    public void Constructor_ElementTypeThatNothingComputesWith_Throws()
    {
        var error = Assert.Throws<NotSupportedException>(() => new NDArray<long>([1], 1));
        Assert.Contains("Int64", error.Message);
    }

    [Fact]
    public void Indexers_CountRowMajor()
    {
        Assert.Equal(17, Cube[1, 1, 1]);
        Assert.Equal(7, Cube.Reshape(6, 4)[1, 3]);
        Assert.Equal(23, Cube.Reshape(-1)[23]);
    }

    [Fact]
    public void Indexer_TooFewIndices_SaysHowManyAxes()
    {
        var error = Assert.Throws<ArgumentException>(() => Cube[1, 2]);
        Assert.Contains("(2, 3, 4) needs 3 indices, got 2", error.Message);
    }

    [Theory]
    [InlineData(2, 0, 0, "Axis 0", "0 to 1")]
    [InlineData(0, 3, 0, "Axis 1", "0 to 2")]
    [InlineData(0, 0, -1, "Axis 2", "0 to 3")]
    public void Indexer_OutsideAnAxis_NamesTheAxis(int i, int j, int k, string axis, string range)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Cube[i, j, k]);
        Assert.Contains(axis, error.Message);
        Assert.Contains(range, error.Message);
    }

    [Fact]
    public void Reshape_OneOpenAxis_FillsItInAndSharesTheElements()
    {
        NDArray<int> flat = Cube.Reshape(-1, 8);

        Assert.Equal(new Shape(3, 8), flat.Shape);
        Assert.Same(Cube.Source.Backing, flat.Source.Backing);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(-1, 7)]
    [InlineData(-1, -1)]
    [InlineData(-1, 0)]
    public void Reshape_SizesThatDoNotFit_SaysWhatWasAsked(int rows, int columns)
    {
        var error = Assert.Throws<ArgumentException>(() => Cube.Reshape(rows, columns));
        Assert.Contains($"24 elements, which cannot be laid out as ({rows}, {columns})", error.Message);
    }

    [Fact]
    public void Rows_ShareTheElementsAtAnOffset()
    {
        NDArray<int> row = Cube.Rows(1, 1).Reshape(3, 4).Rows(1, 2);

        Assert.Equal(new Shape(2, 4), row.Shape);
        Assert.Equal([.. Enumerable.Range(16, 8)], row.ToArray());
        Assert.Equal(16, row.Source.Offset);
        Assert.Same(Cube.Source.Backing, row.Source.Backing);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1, 2)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, 1)]
    public void Rows_OutsideTheFirstAxis_Throws(int start, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Cube.Rows(start, count));

    [Fact]
    public void Gather_CopiesRowsInTheGivenOrder()
    {
        NDArray<int> rows = Cube.Reshape(6, 4).Rows(1, 5).Gather([4, 0, 4]);

        Assert.Equal(new Shape(3, 4), rows.Shape);
        Assert.Equal([20, 21, 22, 23, 4, 5, 6, 7, 20, 21, 22, 23], rows.ToArray());
    }

    [Fact]
    public void As_AnotherType_SaysWhatTheArrayHolds()
    {
        NDArray array = Cube;

        Assert.Same(Cube, array.As<int>());
        Assert.Contains("Int32", Assert.Throws<InvalidCastException>(array.As<float>).Message);
    }

    [Fact]
    public void ToString_IsTypeAndShape() => Assert.Equal("Int32 (2, 3, 4)", Cube.ToString());
}
