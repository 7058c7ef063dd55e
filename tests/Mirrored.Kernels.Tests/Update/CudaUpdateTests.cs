namespace Mirrored;

public sealed class UpdateTestsCuda() : UpdateTests(CudaTestDevice.Own)
{
    [Fact]
    public void Prepare_Slice_IsRefused()
    {
        using OperationHarness harness = NewHarness();
        UpdateOperation whole = Place(harness, new FlatWeights([200]), UpdateRules.Adam);

        Assert.Throws<NotSupportedException>(() => harness.Prepare(Slice(whole, 64, null)));
    }
}
