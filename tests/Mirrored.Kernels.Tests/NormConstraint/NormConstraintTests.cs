namespace Mirrored;

public abstract class NormConstraintTests(TestDevice device) : OperationTests(device)
{
    internal static NormConstraintOperation Place(OperationHarness harness, int[] shape, NormRange range) => new()
    {
        Weights = harness.Place("w", shape, TestData.Uniform(1, shape.Aggregate(1, (product, axis) => product * axis))),
        Range = range,
    };

    [Theory]
    [InlineData(new[] { 5, 3 }, 0)]
    [InlineData(new[] { 5, 3 }, 1)]
    [InlineData(new[] { 5, 3 }, -1)]
    [InlineData(new[] { 130, 200 }, 0)]
    [InlineData(new[] { 70, 130 }, 1)]
    [InlineData(new[] { 3, 9, 67 }, 1)]
    [InlineData(new[] { 300 }, 0)]
    [InlineData(new[] { 3, 0 }, 0)]
    [InlineData(new[] { 0, 3 }, 0)]
    public void Launch_AnyAxis_ScalesEachVector(int[] shape, int axis)
    {
        NormRange range = new(0.8, 1.1, 0.75, axis);
        using OperationHarness harness = NewHarness();
        NormConstraintOperation operation = Place(harness, shape, range);

        harness.Run(operation);

        Expect.SameBits(Reference(shape, range), harness.Read(operation.Weights), string.Join(" x ", shape));
    }

    [Fact]
    public void Launch_VectorOfZeros_StaysZero()
    {
        using OperationHarness harness = NewHarness();
        NormConstraintOperation operation = new() { Weights = harness.Place("w", [3, 2], new float[6]), Range = new(1, 1, 1, 0) };

        harness.Run(operation);

        Assert.Equal(new float[6], harness.Read(operation.Weights));
    }

    [Fact]
    public void Launch_Skip_ChangesNothing()
    {
        using OperationHarness harness = NewHarness();
        NormConstraintOperation operation = Place(harness, [5, 3], new(1, 1, 1, 0));
        harness.State.Skip = 1;

        harness.Run(operation, writes: []);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, [300, 200], new(0, 1, 1, 0));

    private static float[] Reference(int[] shape, NormRange range)
    {
        int axis = range.Axis < 0 ? range.Axis + shape.Length : range.Axis;
        int length = shape[axis], inner = shape[(axis + 1)..].Aggregate(1, (product, size) => product * size);
        float[] w = TestData.Uniform(1, shape.Aggregate(1, (product, size) => product * size));
        for (int first = 0; first < w.Length; first++)
        {
            if (first / inner % length != 0) continue; // Not a vector's first element.
            double sum = 0;
            for (int k = 0; k < length; k++) sum += (double)w[first + k * inner] * w[first + k * inner];
            double norm = Math.Sqrt(sum), wanted = range.Rate * Math.Clamp(norm, range.Minimum, range.Maximum) + (1 - range.Rate) * norm;
            for (int k = 0; k < length; k++) w[first + k * inner] *= (float)(wanted / (1e-7 + norm));
        }

        return w;
    }
}
