using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Mirrored.Keras.Tests;

public sealed class InteropTests
{
    private static readonly NDArray<float> Numbers = new([1, 2, 3, 4, 5, 6], [2, 3]);

    [Fact]
    public void Matrix_ThereAndBack_KeepsRowsAndColumns()
    {
        Matrix<float> matrix = Numbers.ToMatrix();
        Assert.Equal((2, 3, 2f, 4f), (matrix.RowCount, matrix.ColumnCount, matrix[0, 1], matrix[1, 0]));

        NDArray<float> back = matrix.ToNDArray();
        Assert.Equal(Numbers.Shape, back.Shape);
        Assert.Equal(Numbers.ToArray(), back.ToArray());
        Assert.Equal([0, 7, 0, 0], Matrix<double>.Build.SparseOfIndexed(2, 2, [(0, 1, 7.0)]).ToNDArray().ToArray());
        Assert.Throws<ArgumentException>(() => Numbers.Reshape(6).ToMatrix());
    }

    [Fact]
    public void Vector_ThereAndBack_IsTheSame()
    {
        NDArray<double> array = new double[] { 1.5, -2, 3 };

        Assert.Equal(2.5, array.ToVector().Sum());
        Assert.Equal(array.ToArray(), array.ToVector().ToNDArray().ToArray());
        Assert.Throws<ArgumentException>(() => Numbers.ToVector());
    }

    [Fact]
    public void Tensor_ThereAndBack_KeepsTheShape()
    {
        Tensor<float> tensor = Numbers.Reshape(1, 3, 2).ToTensor();
        Assert.Equal((4f, 3), (tensor[0, 1, 1], tensor.Rank));

        NDArray<float> back = tensor.ToNDArray();

        Assert.Equal(new Shape(1, 3, 2), back.Shape);
        Assert.Equal(Numbers.ToArray(), back.ToArray());
    }

    [Fact]
    public void Span_IsCopied()
    {
        float[] data = [1, 2, 3, 4];
        NDArray<float> array = NDArray.FromSpan<float>(data.AsSpan(0, 2), [2, 1]);
        data[0] = 9;

        Assert.Equal([1, 2], array.ToArray());
        Assert.Throws<ArgumentException>(() => NDArray.FromSpan<float>(data, 3));
    }

    [Fact]
    public void Rows_OfRecords_BecomeFeaturesAndLabels()
    {
        (string Name, float Age, double Height)[] people = [("a", 30, 1.75), ("b", 50, 1.5)];

        NDArray<float> x = NDArray.FromRows(people, p => new[] { p.Age, (float)p.Height });
        NDArray<int> y = NDArray.FromColumn(people, p => p.Name == "b" ? 1 : 0);

        Assert.Equal(new Shape(2, 2), x.Shape);
        Assert.Equal([30, 1.75f, 50, 1.5f], x.ToArray());
        Assert.Equal([0, 1], y.ToArray());
        Assert.Throws<ArgumentException>(() => NDArray.FromRows(Array.Empty<int>(), _ => new float[1]));
        Assert.Contains("Row 1 has 3 numbers", Assert.Throws<ArgumentException>(
            () => NDArray.FromRows([2, 3], n => new float[n])).Message, StringComparison.Ordinal);
    }
}
