namespace Mirrored.Keras.Tests;

/// <summary>Every allocation and every native call fails once: a typed error, nothing leaked, and training works afterwards.
/// </summary>
[Collection(nameof(OneAtATime))]
public sealed class CudaFaultTests
{
    private const int Rows = 64, Features = 16, UnknownError = 999;

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

    [Fact]
    public void Call_AnyFailsOnce_SurfacesAsTheRightExceptionAndLeavesNothing()
    {
        // What a process asks once, such as the names of its GPUs, belongs to the first attempt.
        Assert.Null(Attempt());
        Simulator.Reset();
        Assert.Null(Attempt());
        (string Function, long Count)[] calls =
        [
            .. Simulator.Statistics().GetProperty("calls").EnumerateObject().Select(call => (call.Name, call.Value.GetInt64())),
        ];

        foreach ((string function, long count) in calls)
        {
            // How often an event is asked depends on time.
            long last = function == "cuEventQuery" ? 1 : count;
            foreach (long which in new[] { 1, (last + 1) / 2, last }.Distinct()) FailOnce(function, which);
        }
    }

    private static void FailOnce(string function, long which)
    {
        string site = $"{function}, call {which}";
        Simulator.Reset();
        long live = HandleLedger.Process.Live;
        Simulator.Plant($"call:name={function},n={which},code={UnknownError}");
        Exception? error = Attempt();
        Simulator.Plant("");

        if (error is null) Assert.True(IsQuiet(function), $"{site} failed without an exception.");
        else
        {
            GpuException cause = Assert.IsAssignableFrom<GpuException>(Cause(error));
            Assert.True((function, UnknownError) == (cause.Operation, cause.Code), $"{site}: {error.Message}");
        }

        Assert.True(live == HandleLedger.Process.Live, $"{site} left {HandleLedger.Process.Live - live} objects.");
        Assert.True(Attempt() is null, $"Nothing works after {site} failed.");
        Devices.SetVisible(Devices.ListPhysical(DeviceKind.Gpu)); // Refused while anybody holds a GPU.
    }

    /// <summary>Calls that release or restore tell the ledger instead of throwing; without cuBLASLt our own product is used.
    /// </summary>
    private static bool IsQuiet(string function) => function.Contains("Destroy", StringComparison.Ordinal)
        || function.Contains("Free", StringComparison.Ordinal) || function.Contains("Release", StringComparison.Ordinal)
        || function is "cuModuleUnload" or "cuCtxPushCurrent_v2" or "cuCtxPopCurrent_v2" or "cublasLtCreate";

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
