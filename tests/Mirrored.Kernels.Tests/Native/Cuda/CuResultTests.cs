namespace Mirrored;

public sealed class CuResultTests
{
    private static readonly DeviceId Gpu1 = new(DeviceKind.Gpu, 1);

    [Fact]
    public void IsSticky_OverAllCodes_IsTheDocumentedSet()
    {
        int[] sticky = [.. Enumerable.Range(0, 1000).Where(code => new CuResult(code).IsSticky)];
        // Headers: the process must be restarted. 214, 220: hardware whose results cannot be trusted.
        Assert.Equal([214, 220, 226, 700, 702, 710, 714, 715, 716, 717, 718, 719, 721], sticky);
    }

    [Fact]
    public void ThrowIfFailed_Success_Returns() => new CuResult(0).ThrowIfFailed("cuInit", null);

    [Fact]
    public void ThrowIfFailed_Failure_TellsWhatWhereAndWhy()
    {
        // 222 is not sticky: a sticky one would end CUDA for every other test of the process.
        var error = Assert.Throws<CudaException>(() => new CuResult(222).ThrowIfFailed("cuModuleLoadDataEx", Gpu1));

        Assert.Equal("cuModuleLoadDataEx", error.Operation);
        Assert.Equal(Gpu1, error.Device);
        Assert.Equal(222, error.Code);
        Assert.Equal("CUDA_ERROR_UNSUPPORTED_PTX_VERSION", error.Name);
        Assert.False(error.IsSticky);
        Assert.StartsWith(
            "GPU:1: cuModuleLoadDataEx failed with CUDA_ERROR_UNSUPPORTED_PTX_VERSION (222): ",
            error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Update the NVIDIA driver; 525 or newer is needed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Throw_WithDetail_PutsItIntoTheMessage()
    {
        var error = Assert.Throws<CudaException>(
            () => new CuResult(2).Throw("cuMemAlloc_v2", Gpu1, "Wanted 5 bytes; 3 free."));
        Assert.Contains("Wanted 5 bytes; 3 free. Use a smaller batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_UnknownCode_IsStillAMessage()
    {
        var error = Assert.Throws<CudaException>(() => new CuResult(987).ThrowIfFailed("cuInit", null));
        Assert.StartsWith("cuInit failed with an unknown CUDA error (987): ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12000, "12.0")]
    [InlineData(12090, "12.9")]
    [InlineData(13000, "13.0")]
    [InlineData(11080, "11.8")]
    public void Version_Number_IsWhatPeopleWrite(int number, string text) =>
        Assert.Equal(text, CudaDriver.Version(number));
}
