namespace Mirrored;

/// <summary>Every native call fails once: the error names it, nothing throws from Dispose, nothing is left
/// behind.</summary>
public sealed class StubFailureTests
{
    private const string ChosenFolder = LibrarySearch.ChosenFolderVariable;

    [Fact]
    public void Use_EachCallFails_IsToldAndLeavesNothing()
    {
        string[] lines = ChildProcess.Run("failures", (ChosenFolder, StubLibraries.All));
        int[] starts = [.. Enumerable.Range(0, lines.Length)
            .Where(i => lines[i].StartsWith("fail ", StringComparison.Ordinal))];
        // The walk makes some sixty different calls; far fewer would mean that it ended early.
        Assert.InRange(starts.Length, 60, 100);
        for (int i = 0; i < starts.Length; i++)
        {
            string call = lines[starts[i]]["fail ".Length..];
            string[] told = lines[(starts[i] + 1)..(i + 1 < starts.Length ? starts[i + 1] : lines.Length)];
            string status = call.StartsWith("cublas", StringComparison.Ordinal)
                ? "CUBLAS_STATUS_INTERNAL_ERROR (14)" : "CUDA_ERROR_INVALID_VALUE (1)";
            Assert.Contains(told, line => line.Contains($": {call} failed with {status}: ", StringComparison.Ordinal));
            Assert.Equal("live 0, leaked 0", told[^1]);
        }
    }

    [Fact]
    public void Allocate_NotEnoughMemory_TellsWantedAndFree()
    {
        string[] lines = ChildProcess.Run(
            "everything", (ChosenFolder, StubLibraries.All), ("STUB_FAIL", "cuMemAlloc_v2:2"));
        Assert.StartsWith("CudaException cuMemAlloc_v2: GPU:0: cuMemAlloc_v2 failed with CUDA_ERROR_OUT_OF_MEMORY (2): "
            + "the stub's words for 2. Wanted 64 bytes; 1,000 of 3,000 are free. Use a smaller batch or model",
            lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BadPtx_TellsTheCompilersWords()
    {
        string[] lines = ChildProcess.Run("bad-ptx", (ChosenFolder, StubLibraries.All));
        Assert.StartsWith("CudaException cuModuleLoadDataEx 218: GPU:0: cuModuleLoadDataEx failed with "
            + "CUDA_ERROR_INVALID_PTX (218): the stub's words for 218. The compiler says: line 7: no .version",
            lines[0], StringComparison.Ordinal);
        Assert.Contains("must end with a zero byte", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Matmul_DeviceIsLost_IsTheDriversError()
    {
        // The walk asks the stream once before; the second question is the one after the failed product.
        string[] lines = ChildProcess.Run("everything", (ChosenFolder, StubLibraries.All),
            ("STUB_BLAS_FAIL", "cublasLtMatmul:13"), ("STUB_FAIL", "cuStreamQuery:700:2"));
        Assert.StartsWith(
            "CudaException cublasLtMatmul: GPU:0: cublasLtMatmul failed with CUDA_ERROR_ILLEGAL_ADDRESS (700)",
            lines[0], StringComparison.Ordinal);
        Assert.Equal("live 0, leaked 0", lines[^1]);
    }
}
