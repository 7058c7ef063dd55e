namespace Mirrored;

public abstract class CastTests(TestDevice device) : OperationTests(device)
{
    [Fact]
    public void Launch_Integers_BecomeTheNearestFloats()
    {
        for (int count = 0; count <= 257; count++)
        {
            using OperationHarness harness = NewHarness();
            int[] numbers = [.. TestData.Labels(1, count, int.MaxValue).Select((n, i) => i % 2 == 0 ? n : -n)];
            CastOperation operation = new()
            {
                Input = harness.Place("labels", count, numbers), Output = harness.PlaceOutput("values", count),
            };

            harness.Run(operation);

            Expect.SameBits([.. numbers.Select(n => (float)n)], harness.Read(operation.Output), $"{count} numbers");
        }
    }

    [Fact]
    public void Launch_Floats_AreCutOff()
    {
        using OperationHarness harness = NewHarness();
        CastOperation operation = new()
        {
            Input = harness.Place("values", [2, 4], [0f, -0f, 1f, -1f, 2.9f, -2.9f, 16777216f, 255f]),
            Output = harness.PlaceOutput("labels", 8, DType.Int32),
        };

        harness.Run(operation);

        Assert.Equal([0, 0, 1, -1, 2, -2, 16777216, 255], harness.Read<int>(operation.Output));
    }

    [Fact]
    public void Prepare_SameType_Throws()
    {
        using OperationHarness harness = NewHarness();
        CastOperation operation = new() { Input = harness.PlaceOutput("x", 2), Output = harness.PlaceOutput("y", 2) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("Cast: y (2,) Float32 does not fit; expected 2 elements of Int32.", error.Message);
    }

    internal static CastOperation Place(OperationHarness harness, int count) => new()
    {
        Input = harness.Place("labels", count, TestData.Labels(1, count, 1000)), Output = harness.PlaceOutput("values", count),
    };

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 10_000);
}
