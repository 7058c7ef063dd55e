namespace Mirrored;

public sealed class CublasLtResultTests
{
    [Fact]
    public void ThrowIfFailed_Failure_TellsWhatWhereAndWhy()
    {
        var error = Assert.Throws<CublasLtException>(
            () => new CublasLtResult(15).ThrowIfFailed("cublasLtMatmul", "GPU:2"));
        Assert.Equal(15, error.Code);
        Assert.Equal("GPU:2", error.Device?.ToString());
        Assert.Equal(
            "GPU:2: cublasLtMatmul failed with CUBLAS_STATUS_NOT_SUPPORTED (15): "
            + "there is no kernel for these shapes and types. CUBLASLT_LOG_LEVEL=5 prints every call of the library.",
            error.Message);
    }

    [Fact]
    public void Outcome_Success_IsNull() => Assert.Null(new CublasLtResult(0).Outcome("cublasLtDestroy", "GPU:0"));

    [Theory]
    [InlineData(11501, "11.5.1")]
    [InlineData(110902, "11.9.2")]
    [InlineData(120604, "12.6.4")]
    [InlineData(130002, "13.0.2")]
    public void Version_Number_IsWhatPeopleWrite(int number, string text) =>
        Assert.Equal(text, CublasLt.Version(number));
}
