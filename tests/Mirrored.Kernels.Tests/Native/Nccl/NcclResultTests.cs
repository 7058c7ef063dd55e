namespace Mirrored;

public sealed class NcclResultTests
{
    [Theory]
    [InlineData(1, "ncclUnhandledCudaError", "out of memory")]
    [InlineData(2, "ncclSystemError", "--shm-size=1g")]
    [InlineData(5, "ncclInvalidUsage", "a GPU once only")]
    [InlineData(6, "ncclRemoteError", "first failure of the other ranks")]
    [InlineData(77, "an unknown NCCL error", "NCCL_DEBUG=INFO")]
    public void ThrowIfFailed_AFailure_TellsOperationDeviceStatusAndAdvice(int code, string name, string advice)
    {
        SimulatorAtHand.SkipWithoutGpu();
        Nccl.Require();
        NcclException error = Assert.Throws<NcclException>(() => new NcclResult(code).ThrowIfFailed("ncclAllReduce", "GPU:1"));
        Assert.Equal((code, name, "ncclAllReduce", "GPU:1"), (error.Code, error.Name, error.Operation, error.Device.ToString()));
        Assert.StartsWith($"GPU:1: ncclAllReduce failed with {name} ({code}): ", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void ThrowIfFailed_DoneOrInProgress_Returns(int code)
    {
        new NcclResult(code).ThrowIfFailed("ncclAllReduce", "GPU:0");
        Assert.Null(new NcclResult(code).Outcome("ncclCommAbort", "GPU:0"));
        Assert.Equal(code == 7, new NcclResult(code).IsInProgress);
    }

    [Theory]
    [InlineData(21801, "2.18.1")]
    [InlineData(22703, "2.27.3")]
    [InlineData(2708, "2.7.8")]
    public void Version_OfANumber_IsAsPeopleWriteIt(int number, string version) => Assert.Equal(version, Nccl.Version(number));
}
