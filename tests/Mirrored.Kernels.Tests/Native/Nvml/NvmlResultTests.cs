namespace Mirrored;

public sealed class NvmlResultTests
{
    [Fact]
    public void ThrowIfFailed_MismatchedDriver_TellsWhatToDo()
    {
        var error = Assert.Throws<NvmlException>(() => new NvmlResult(18).ThrowIfFailed("nvmlInit_v2"));
        Assert.Equal(
            "nvmlInit_v2 failed with NVML_ERROR_LIB_RM_VERSION_MISMATCH (18): "
            + "the driver's library and kernel module are of different releases. "
            + "The driver was updated while loaded: restart the machine.",
            error.Message);
    }

    [Fact]
    public void ThrowIfFailed_Success_Returns() => new NvmlResult(0).ThrowIfFailed("nvmlInit_v2");
}
