namespace Mirrored;

/// <summary>What holds for every operation on every device.</summary>
public abstract class OperationTests
{
    private const int Launches = 100;

    private readonly TestDevice _device;

    protected OperationTests(TestDevice device) => _device = device;

    [Fact]
    public void Launch_Repeatedly_AllocatesNothing()
    {
        using OperationHarness harness = NewHarness();
        PreparedOperation prepared = harness.Prepare(PlaceTypical(harness));
        prepared.Launch();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int launch = 0; launch < Launches; launch++) prepared.Launch();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private protected OperationHarness NewHarness() => new(_device);

    /// <summary>A valid operation, large enough to be worth several threads.</summary>
    private protected abstract Operation PlaceTypical(OperationHarness harness);
}
