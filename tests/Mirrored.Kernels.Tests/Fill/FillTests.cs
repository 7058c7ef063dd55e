namespace Mirrored;

public abstract class FillTests(TestDevice device) : OperationTests(device)
{
    internal static FillOperation Place(OperationHarness harness, int length) =>
        new() { Output = harness.PlaceOutput("output", length), Value = -1.5f };

    [Fact]
    public void Launch_AnyLength_SetsEveryElement()
    {
        for (int length = 0; length <= 257; length++)
        {
            using OperationHarness harness = NewHarness();
            FillOperation operation = Place(harness, length);

            harness.Run(operation);

            Assert.All(harness.Read(operation.Output), value => Assert.Equal(-1.5f, value));
        }
    }

    [Fact]
    public void Prepare_OtherElementType_Throws()
    {
        using OperationHarness harness = NewHarness();
        FillOperation operation = new() { Output = harness.PlaceOutput("labels", 4, DType.Int32) };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Contains("Fill: labels (4,) Int32", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 200_000);
}
