namespace Mirrored.Keras.Tests;

/// <summary>Every allocation fails once: a typed error, nothing leaked, and a smaller batch then trains.</summary>
[Collection(nameof(OneAtATime))]
public sealed class CudaFaultTests
{
    private const int Rows = 64, Features = 16;

    public CudaFaultTests() => Simulator.Require();

    [Fact]
    public void Allocation_FailsOnce_IsATypedErrorAndTheRestStillWorks()
    {
        int failures = 0;
        for (int site = 1; ; site++)
        {
            Simulator.Reset();
            (long live, long leaked) = (HandleLedger.Process.Live, HandleLedger.Process.Leaked);
            Simulator.Plant($"alloc:n={site}");
            Exception? error = Attempt();
            Simulator.Plant("");
            Assert.Equal(live, HandleLedger.Process.Live);
            Assert.Equal(leaked, HandleLedger.Process.Leaked);
            // Once no allocation is left to fail, all of them have.
            if (error is null) break;
            failures++;
            Assert.True(Cause(error) is InsufficientMemoryException or CudaException, $"allocation {site}: {error}");
            Assert.Contains("bytes", Cause(error).Message, StringComparison.Ordinal);
        }

        Assert.InRange(failures, 10, 100);
    }

    [Fact]
    public void Allocation_OfALargeBatchFails_ASmallerOneTrains()
    {
        Simulator.Reset();
        using MirroredStrategy strategy = new(Devices.Gpus(0));
        using Sequential model = TestData.Mlp(strategy, Features, hidden: 4096);
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(40_000, Features, 10);

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(
            () => model.Fit(x, y, batchSize: 40_000, verbose: Verbosity.Silent));
        History history = model.Fit(x.Rows(0, Rows), y.Rows(0, Rows), batchSize: Rows, verbose: Verbosity.Silent);

        Assert.IsType<InsufficientMemoryException>(error.InnerException);
        Assert.Contains("the activations of 40000 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("are free", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsFinite(history["loss"][0]));
    }

    [Theory]
    [InlineData("cuLaunchKernel")]
    [InlineData("cuGraphLaunch")]
    [InlineData("cuGraphInstantiateWithFlags")]
    [InlineData("cuStreamBeginCapture_v2")]
    [InlineData("cuStreamEndCapture")]
    [InlineData("cuEventRecord")]
    [InlineData("cuMemcpyHtoDAsync_v2")]
    [InlineData("cuModuleLoadDataEx")]
    [InlineData("cuStreamCreateWithPriority")]
    [InlineData("cuEventCreate")]
    [InlineData("cuDevicePrimaryCtxRetain")]
    [InlineData("cuCtxSetCurrent")]
    public void Call_FailsOnce_SurfacesAsACudaExceptionAndLeavesNothing(string function)
    {
        Simulator.Reset();
        long live = HandleLedger.Process.Live;
        Simulator.Plant($"call:name={function},code=999");
        Exception? error = Attempt();
        Simulator.Plant("");

        CudaException cause = Assert.IsType<CudaException>(Cause(error!));
        Assert.Equal((function, 999), (cause.Operation, cause.Code));
        Assert.Equal(live, HandleLedger.Process.Live);
        Assert.Null(Attempt());
        Devices.SetVisible(Devices.ListPhysical(DeviceKind.Gpu)); // Refused while anybody holds a GPU.
    }

    /// <summary>Everything that a program does, from the strategy to the last prediction.</summary>
    private static Exception? Attempt()
    {
        try
        {
            using MirroredStrategy strategy = new(Devices.Gpus(0));
            using Sequential model = TestData.Mlp(strategy, Features, hidden: 8);
            (NDArray<float> x, NDArray<byte> y) = TestData.Images(Rows, Features, 10);
            model.Fit(x, y, batchSize: Rows, epochs: 3, verbose: Verbosity.Silent);
            model.Predict(x, batchSize: Rows, verbose: Verbosity.Silent);
            return null;
        }
        catch (Exception error) when (error is ReplicaFailedException or InsufficientMemoryException or GpuException)
        {
            return error;
        }
    }

    private static Exception Cause(Exception error) => error is ReplicaFailedException { InnerException: { } cause } ? cause : error;
}
