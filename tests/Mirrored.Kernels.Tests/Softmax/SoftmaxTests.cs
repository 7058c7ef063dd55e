namespace Mirrored;

public abstract class SoftmaxTests(TestDevice device) : OperationTests(device)
{
    internal static SoftmaxOperation Place(OperationHarness harness, int rows, int columns) => new()
    {
        Input = harness.Place("x", [rows, columns], TestData.Uniform(rows + columns, (long)rows * columns, -10, 10)),
        Output = harness.PlaceOutput("y", [rows, columns]),
    };

    [Fact]
    public void Launch_AnyNumberOfColumns_FollowsTheFormula()
    {
        for (int columns = 0; columns <= 257; columns++) Check(3, columns);
    }

    [Fact]
    public void Launch_AnyNumberOfRows_FollowsTheFormula()
    {
        for (int rows = 0; rows <= 257; rows++) Check(rows, 10);
    }

    [Fact]
    public void Launch_ManyColumns_SumsFromTheFirstToTheLast()
    {
        const int Columns = 1000;
        using OperationHarness harness = NewHarness();
        SoftmaxOperation operation = Place(harness, 1, Columns);

        harness.Run(operation);

        float[] x = harness.Read(operation.Input);
        float max = x.Max();
        float[] powers = [.. x.Select(value => VectorMath.Exp<SimdPortable, float, uint>(value - max))];
        float sum = 0;
        foreach (float power in powers) sum += power;
        Expect.SameBits([.. powers.Select(power => power / sum)], harness.Read(operation.Output), "in order");
    }

    [Fact]
    public void Launch_HugeNumbers_NeitherOverflowsNorVanishes()
    {
        Assert.Equal([0.5f, 0.5f], Run([-200f, -200f]));
        Assert.Equal([0.5f, 0.5f, 0f], Run([3e38f, 3e38f, -3e38f]));
        Assert.Equal([0f, 1f], Run([float.NegativeInfinity, 1f]));
    }

    [Fact]
    public void Launch_NotANumberOrInfinity_SpoilsItsRowOnly()
    {
        float[] output = Run([1, float.NaN, 2, float.PositiveInfinity, 0, 0], rows: 3);

        Assert.All(output[..4], value => Assert.True(float.IsNaN(value)));
        Assert.Equal([0.5f, 0.5f], output[4..]);
    }

    [Fact]
    public void Launch_InPlace_GivesTheSameBits()
    {
        using OperationHarness harness = NewHarness();
        SoftmaxOperation apart = Place(harness, 7, 70);

        harness.Run(apart);
        harness.Run(
            new SoftmaxOperation { Input = apart.Input, Output = apart.Input }, writes: [apart.Input, apart.Output]);

        Expect.SameBits(harness.Read(apart.Output), harness.Read(apart.Input), "in place");
    }

    [Fact]
    public void Prepare_OutputOfAnotherShape_Throws()
    {
        using OperationHarness harness = NewHarness();
        SoftmaxOperation operation = new()
        {
            Input = harness.PlaceOutput("x", [2, 3]),
            Output = harness.PlaceOutput("y", [2, 4]),
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal(
            "Softmax: x (2, 3) Float32 does not fit; expected 2 rows of 4 elements of Float32.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 100, 100);

    private void Check(int rows, int columns)
    {
        using OperationHarness harness = NewHarness();
        SoftmaxOperation operation = Place(harness, rows, columns);

        harness.Run(operation);

        float[] input = harness.Read(operation.Input), output = harness.Read(operation.Output);
        for (int row = 0; row < rows && columns > 0; row++)
        {
            Range range = (row * columns)..((row + 1) * columns);
            double[] x = SoftmaxReference.Doubles(input[range]);
            double[] expected = SoftmaxReference.Row(x);
            Expect.Close(
                expected, output[range], i => expected[i] * SoftmaxReference.RelativeError(x, x[i]),
                $"row {row} of {rows}, {columns} columns");
        }
    }

    private float[] Run(float[] input, int rows = 1)
    {
        using OperationHarness harness = NewHarness();
        Shape shape = [rows, input.Length / rows];
        SoftmaxOperation operation = new()
        {
            Input = harness.Place("x", shape, input),
            Output = harness.PlaceOutput("y", shape),
        };
        harness.Run(operation);
        return harness.Read(operation.Output);
    }
}
