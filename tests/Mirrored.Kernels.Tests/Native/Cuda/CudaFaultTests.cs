namespace Mirrored;

public sealed class CudaFaultTests
{
    [Fact]
    public void ThrowIfSet_NothingHappened_Returns() => new CudaFault().ThrowIfSet();

    [Fact]
    public void ThrowIfSet_AfterTwoErrors_TellsTheFirstAsItsCause()
    {
        var fault = new CudaFault();
        CudaException first = Sticky(700, "cuStreamSynchronize");
        fault.Set(first);
        fault.Set(Sticky(719, "cuEventQuery"));

        var error = Assert.Throws<CudaException>(fault.ThrowIfSet);

        Assert.Same(first, error.InnerException);
        Assert.NotSame(first, error);
        Assert.True(error.IsSticky);
        Assert.Equal(700, error.Code);
        Assert.Equal("cuStreamSynchronize", error.Operation);
        Assert.StartsWith(
            "CUDA was lost earlier in this process and is not called any more: "
            + "GPU:0: cuStreamSynchronize failed with CUDA_ERROR_ILLEGAL_ADDRESS (700)",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("end it and start again from the last checkpoint", error.Message, StringComparison.Ordinal);
    }

    private static CudaException Sticky(int code, string operation)
    {
        var result = new CuResult(code);
        return new CudaException(result, CudaErrorText.Failure(result, operation, "GPU:0"));
    }
}
