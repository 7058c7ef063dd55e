namespace Mirrored;

/// <summary>The bindings against stub libraries, each case in a process of its own.</summary>
public sealed class StubDriverTests
{
    private const string ChosenFolder = LibrarySearch.ChosenFolderVariable;

    [Fact]
    public void Explain_TwoGpus_TellsThemAndTheLibraries()
    {
        string[] lines = ChildProcess.Run("explain", (ChosenFolder, StubLibraries.All));
        Assert.Equal("available True, listed 2", lines[0]);
        Assert.Equal("CUDA can be used: 2 GPUs.", lines[1]);
        Assert.Equal(
            $"Driver: CUDA 13.0, release 580.65.06, from {StubLibraries.All}/libcuda.so.1 (MIRRORED_CUDA_PATH) "
            + "(needed: CUDA 12.0, release 525).",
            lines[2]);
        Assert.Equal(
            "GPU:0 Stub 0, compute capability 8.6, 3.0 GiB, PCI 0000:00:00.0, "
            + "GPU-a0a0a0a0-a0a0-a0a0-a0a0-a0a0a0a0a0a0, 50 % busy, 40 degrees Celsius",
            lines[3]);
        Assert.Equal($"cuBLASLt: 13.0.2, from {StubLibraries.All}/libcublasLt.so.13 (MIRRORED_CUDA_PATH).", lines[5]);
        Assert.StartsWith("NVML: started, from ", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoLibrary_TellsWhereItLookedAndWhatToDo()
    {
        string[] lines = ChildProcess.Run("explain", (ChosenFolder, "/nowhere"));
        Assert.Equal("available False, listed 0", lines[0]);
        Assert.Equal(
            "CUDA cannot be used: The CUDA driver library was not found. "
            + "MIRRORED_CUDA_PATH is set, so nothing else was searched: correct it or unset it.",
            lines[1]);
        Assert.Equal("/nowhere/libcuda.so.1: no such file (MIRRORED_CUDA_PATH)", lines[2]);
    }

    [Fact]
    public void Explain_LibraryIsNotALibrary_TellsTheLoadersWords()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The messages are those of Linux's loader.");
        string folder = Directory.CreateTempSubdirectory("mirrored-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "libcuda.so.1"), "not a library");
        string[] lines = ChildProcess.Run("explain", (ChosenFolder, folder));
        Directory.Delete(folder, recursive: true);
        Assert.Equal("available False, listed 0", lines[0]);
        Assert.Contains($"{folder}/libcuda.so.1: file too short (MIRRORED_CUDA_PATH)", lines);
    }

    [Theory]
    [InlineData("STUB_VERSION", "11080", "the NVIDIA driver supports CUDA 11.8, but CUDA 12.0 is needed. Update "
        + "the NVIDIA driver to 525 or newer (https://www.nvidia.com/drivers).")]
    [InlineData("STUB_FAIL", "cuInit:100", "the driver found no GPU. Check nvidia-smi, and that "
        + "CUDA_VISIBLE_DEVICES does not hide every GPU.")]
    [InlineData("STUB_FAIL", "cuInit:34", "cuInit failed with CUDA_ERROR_STUB_LIBRARY (34): the stub's words for 34. A "
        + "toolkit's stub was loaded instead of the driver: take folders named 'stubs' out of the library path.")]
    [InlineData("STUB_FAIL", "cuInit:802", "cuInit failed with CUDA_ERROR_SYSTEM_NOT_READY (802): the stub's words for "
        + "802. Start the NVIDIA Fabric Manager (systemctl start nvidia-fabricmanager).")]
    [InlineData("STUB_FAIL", "cuDriverGetVersion:999", "cuDriverGetVersion failed with CUDA_ERROR_UNKNOWN (999): the "
        + "stub's words for 999.")]
    public void Explain_DriverIsOfNoUse_TellsWhyAndWhatToDo(string name, string value, string expected)
    {
        string[] lines = ChildProcess.Run("explain", (ChosenFolder, StubLibraries.All), (name, value));
        Assert.Equal("available False, listed 0", lines[0]);
        Assert.Equal($"CUDA cannot be used: {expected}", lines[1]);
    }

    [Fact]
    public void Explain_WithoutCublasLtAndNvml_SaysWhatIsMissing()
    {
        string folder = StubLibraries.Only("libcuda.so.1");
        string[] lines = ChildProcess.Run("explain", (ChosenFolder, folder), ("LD_LIBRARY_PATH", StubLibraries.All));
        Directory.Delete(folder, recursive: true);
        Assert.Equal("available True, listed 2", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("cuBLASLt was not found. ", StringComparison.Ordinal));
        Assert.Contains("Without it, Mirrored's own matrix product is used, which is slower.", lines);
        Assert.Contains(lines, line => line.StartsWith("NVML was not found. ", StringComparison.Ordinal));
    }

    [Fact]
    public void List_VisibleDevicesSetByTheProgram_ReachesTheDriver()
    {
        string[] lines = ChildProcess.Run("hide", (ChosenFolder, StubLibraries.All));
        Assert.Equal("available True, listed 1", lines[0]);
        Assert.Contains("CUDA_VISIBLE_DEVICES=1", lines);
        Assert.Contains("The machine has 3 GPUs.", lines);
        Assert.Contains(
            "CUDA_VISIBLE_DEVICES was changed to '0,1' after CUDA had started, which has no effect.", lines);
    }

    [Fact]
    public void List_VisibleDevicesUnsetByTheProgram_ReachesTheDriver() =>
        Assert.Equal("available True, listed 2", ChildProcess.Run("show", (ChosenFolder, StubLibraries.All),
            ("CUDA_VISIBLE_DEVICES", "0"))[0]);

    [Fact]
    public void Explain_UnknownEntryInVisibleDevices_TellsWhichOne() =>
        Assert.Contains(
            "CUDA_VISIBLE_DEVICES=0,7: entry 2, '7', is not one of the 3 devices, so it is ignored",
            ChildProcess.Run("explain", (ChosenFolder, StubLibraries.All), ("CUDA_VISIBLE_DEVICES", "0,7")));

    [Fact]
    public void Require_UnknownGpu_TellsWhichThereAre()
    {
        string[] lines = ChildProcess.Run("require", (ChosenFolder, StubLibraries.All));
        Assert.StartsWith("GPU:0 Stub 0", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("ArgumentOutOfRangeException: There is no GPU:9. This process can see 2: GPU:0, GPU:1.",
            lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Require_NoDriver_ThrowsTheSameEachTime()
    {
        string[] lines = ChildProcess.Run("require", (ChosenFolder, "/nowhere"));
        Assert.Equal(2, lines.Count(line => line.StartsWith(
            "CudaUnavailableException: The CUDA driver library was not found.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Dispose_ContextFirst_IsReleasedLast()
    {
        string[] lines = ChildProcess.Run("release", (ChosenFolder, StubLibraries.All));
        Assert.Equal("cuStreamDestroy_v2 cuEventDestroy_v2 cuMemFree_v2 cuDevicePrimaryCtxRelease_v2", lines[0]);
        Assert.Equal("live 0, leaked 0", lines[1]);
    }

    [Fact]
    public void Finalizer_ForgottenStream_IsDestroyedAtTheNextAllocation()
    {
        string[] lines = ChildProcess.Run("forget", (ChosenFolder, StubLibraries.All));
        Assert.Equal("0 destroyed, leaked 1", lines[0]);
        // What lives on is the context.
        Assert.Equal("1 destroyed, live 1", lines[1]);
    }

    [Fact]
    public void Use_AfterAStickyError_CallsTheDriverNoMore()
    {
        string[] lines = ChildProcess.Run(
            "lose", (ChosenFolder, StubLibraries.All), ("STUB_FAIL", "cuStreamSynchronize:700"));
        Assert.StartsWith("CudaException cuStreamSynchronize 700: GPU:0: cuStreamSynchronize failed with "
            + "CUDA_ERROR_ILLEGAL_ADDRESS (700): a kernel used an address that is not valid.",
            lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..4], line => Assert.StartsWith(
            "CudaException cuStreamSynchronize 700: CUDA was lost earlier in this process",
            line, StringComparison.Ordinal));
        Assert.Equal("0 calls, 0 failures, live 0", lines[4]);
        Assert.Equal("available False", lines[5]);
        Assert.StartsWith(
            "CUDA was lost in this process: GPU:0: cuStreamSynchronize", lines[6], StringComparison.Ordinal);
    }

    [Fact]
    public void Use_EveryHandle_LeavesNothing()
    {
        string[] lines = ChildProcess.Run("everything", (ChosenFolder, StubLibraries.All));
        Assert.Equal(["done", "live 0, leaked 0"], lines);
    }

    [Fact]
    public void Use_DriverWithoutNewerFunctions_FallsBack()
    {
        string[] lines = ChildProcess.Run("everything", (ChosenFolder, StubLibraries.All), ("STUB_VERSION", "12000"),
            ("STUB_UNSUPPORTED", "cuGraphExecUpdate"), ("STUB_FAIL", "cuFuncLoad:1"));
        // cuBLASLt 13 must not be tried on a driver of CUDA 12, so the walk ends there.
        Assert.StartsWith("CudaUnavailableException : cuBLASLt was not found.", lines[0], StringComparison.Ordinal);
        Assert.Equal("live 0, leaked 0", lines[^1]);
    }

    [Fact]
    public void ReadUsage_NvmlCountsDifferently_MatchesByIdentity()
    {
        string[] lines = ChildProcess.Run("usage", (ChosenFolder, StubLibraries.All));
        Assert.Equal(
            [
                "GpuUsage { Utilization = 50, MemoryUsed = 2000, MemoryTotal = 3000, Temperature = 40, Power =  }",
                "GpuUsage { Utilization = 51, MemoryUsed = 2000, MemoryTotal = 3000, Temperature = 41, Power =  }",
            ],
            lines);
    }

    [Theory]
    [InlineData("STUB_NVML_NO_UUID", "1", "GpuUsage { Utilization = 51")]
    [InlineData("STUB_NVML_FAIL", "18", "null")]
    public void ReadUsage_NvmlKnowsLess_TellsWhatItCan(string name, string value, string expected)
    {
        string[] lines = ChildProcess.Run("usage", (ChosenFolder, StubLibraries.All), (name, value));
        Assert.StartsWith(expected, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void IsAvailable_AskedByManyThreads_StartsTheDriverOnceAndNotBefore() =>
        Assert.Equal("False True 1", ChildProcess.Run("lazy", (ChosenFolder, StubLibraries.All))[0]);
}
