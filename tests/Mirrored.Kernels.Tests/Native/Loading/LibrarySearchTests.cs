namespace Mirrored;

public sealed class LibrarySearchTests
{
    private static readonly LibraryDescription CublasLt = LibraryDescription.CublasLt(13000);

    [Fact]
    public void Find_NothingThere_TellsEveryPathAndTheInstallLine()
    {
        LibraryProbe probe = new LibrarySearch(new FakeLoader()).Find(LibraryDescription.Driver);

        CudaUnavailableException error = probe.Missing();
        Assert.False(probe.IsFound);
        Assert.Equal(
            [
                "libcuda.so.1: cannot open shared object file (system loader)",
                "libcuda.so: cannot open shared object file (system loader)",
                "/usr/lib/wsl/lib/libcuda.so.1: no such file (driver folder)",
                "/usr/lib/wsl/lib/libcuda.so: no such file (driver folder)",
            ],
            error.Attempts);
        Assert.All(error.Attempts, attempt => Assert.Contains(attempt, error.Message, StringComparison.Ordinal));
        Assert.Equal("The CUDA driver library", error.Library);
        Assert.Contains("Install the NVIDIA driver 525 or newer", error.Message, StringComparison.Ordinal);
        Assert.Contains("docker run --gpus all", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_BySystemLoader_TellsTheRealFile()
    {
        var loader = new FakeLoader().System("libcuda.so.1", "/usr/lib/x86_64-linux-gnu/libcuda.so.580.65");
        LibraryProbe probe = new LibrarySearch(loader).Find(LibraryDescription.Driver);
        Assert.Equal(new("/usr/lib/x86_64-linux-gnu/libcuda.so.580.65", LibraryOrigin.Loader), probe.Found);
        Assert.Empty(probe.Attempts);
    }

    [Fact]
    public void Find_ChosenFolder_ComesBeforeTheSystem()
    {
        var loader = new FakeLoader().System("libcublasLt.so.13", "/usr/lib/libcublasLt.so.13")
            .Set("MIRRORED_CUDA_PATH", "/opt/mine").File("/opt/mine/lib64/libcublasLt.so.12");
        LibraryProbe probe = new LibrarySearch(loader).Find(CublasLt);
        Assert.Equal(new("/opt/mine/lib64/libcublasLt.so.12", LibraryOrigin.ChosenFolder), probe.Found);
    }

    [Fact]
    public void Find_ChosenFolderIsSitePackages_FindsTheWheelsInside()
    {
        var loader = new FakeLoader().Set("MIRRORED_CUDA_PATH", "/data:/site")
            .Folder("/data").File("/site/nvidia/cu13/lib/libcublasLt.so.13");
        Assert.Equal("/site/nvidia/cu13/lib/libcublasLt.so.13", new LibrarySearch(loader).Find(CublasLt).Found?.Path);
    }

    [Fact]
    public void Find_ChosenFolderWithoutTheLibrary_GoesOnToTheSystem()
    {
        var loader = new FakeLoader().System("libcuda.so.1", "/lib/libcuda.so.1")
            .Set("MIRRORED_CUDA_PATH", "/opt/mine").Folder("/opt/mine");
        Assert.Equal("/lib/libcuda.so.1", new LibrarySearch(loader).Find(LibraryDescription.Driver).Found?.Path);
    }

    [Fact]
    public void Find_ChosenFolderHoldsADriver_NothingComesFromElsewhere()
    {
        var loader = new FakeLoader().Set("MIRRORED_CUDA_PATH", "/sim").File("/sim/libcuda.so.1")
            .System("libcublasLt.so.13", "/lib/libcublasLt.so.13");

        LibraryProbe probe = new LibrarySearch(loader).Find(CublasLt);

        Assert.False(probe.IsFound);
        Assert.Empty(loader.Tried);
        Assert.Contains(
            "MIRRORED_CUDA_PATH is set, so nothing else was searched",
            probe.Missing().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_ChosenFolderIsNotThere_DoesNotFallBack()
    {
        var loader = new FakeLoader().Set("MIRRORED_CUDA_PATH", "/typo").System("libcuda.so.1", "/lib/libcuda.so.1");
        LibraryProbe probe = new LibrarySearch(loader).Find(LibraryDescription.Driver);
        Assert.False(probe.IsFound);
        Assert.Empty(loader.Tried);
        Assert.Contains("/typo/libcuda.so.1: no such file (MIRRORED_CUDA_PATH)", probe.Missing().Attempts);
    }

    [Fact]
    public void Find_LinkTimeStubOfTheToolkit_IsPassedOver()
    {
        var loader = new FakeLoader().System("libcuda.so.1", "/usr/local/cuda/lib64/stubs/libcuda.so")
            .System("libcuda.so", "/lib/libcuda.so.580");
        LibraryProbe probe = new LibrarySearch(loader).Find(LibraryDescription.Driver);
        Assert.Equal("/lib/libcuda.so.580", probe.Found?.Path);
        LibraryAttempt attempt = Assert.Single(probe.Attempts);
        Assert.Contains("link-time stub", attempt.Outcome, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_BrokenFile_TellsTheLoadersWordsAndGoesOn()
    {
        var loader = new FakeLoader().Set("CUDA_HOME", "/opt/cuda")
            .File("/opt/cuda/lib64/libcublasLt.so.13", "wrong ELF class: ELFCLASS32")
            .File("/opt/cuda/lib64/libcublasLt.so.12");
        LibraryProbe probe = new LibrarySearch(loader).Find(CublasLt);
        Assert.Equal(new("/opt/cuda/lib64/libcublasLt.so.12", LibraryOrigin.Toolkit), probe.Found);
        Assert.Contains(
            "/opt/cuda/lib64/libcublasLt.so.13: wrong ELF class: ELFCLASS32 (CUDA toolkit)",
            probe.Attempts.Select(attempt => attempt.ToString()));
    }

    [Theory]
    [InlineData("VIRTUAL_ENV", "/env", "/env/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13")]
    [InlineData("VIRTUAL_ENV", "/env", "/env/lib/python3.9/site-packages/nvidia/cublas/lib/libcublasLt.so.12")]
    [InlineData("CONDA_PREFIX", "/conda", "/conda/lib/libcublasLt.so.12")]
    [InlineData("HOME", "/home/a", "/home/a/.local/lib/python3.11/site-packages/nvidia/cublas/lib/libcublasLt.so.12")]
    [InlineData("PYTHONPATH", "/packages", "/packages/nvidia/cublas/lib/libcublasLt.so.12")]
    [InlineData("NONE", "", "/usr/local/lib/python3.12/dist-packages/nvidia/cublas/lib/libcublasLt.so.12")]
    public void Find_InPython_FindsIt(string variable, string value, string file)
    {
        var loader = new FakeLoader().Set(variable, value).File(file);
        Assert.Equal(new(file, LibraryOrigin.Python), new LibrarySearch(loader).Find(CublasLt).Found);
    }

    [Fact]
    public void Find_InterpreterOnThePath_FindsItsPackages()
    {
        var loader = new FakeLoader().Set("PATH", "/bin:/opt/py/bin").File("/opt/py/bin/python3")
            .File("/opt/py/lib/python3.12/site-packages/nvidia/cublas/lib/libcublasLt.so.12");
        Assert.True(new LibrarySearch(loader).Find(CublasLt).IsFound);
    }

    [Theory]
    [InlineData("CUDA_PATH", @"C:\cuda", @"C:\cuda\bin\x64\cublasLt64_13.dll")]
    [InlineData("VIRTUAL_ENV", @"C:\env", @"C:\env\Lib\site-packages\nvidia\cu13\bin\x86_64\cublasLt64_13.dll")]
    [InlineData("CONDA_PREFIX", @"C:\conda", @"C:\conda\Library\bin\cublasLt64_12.dll")]
    [InlineData("MIRRORED_CUDA_PATH", @"C:\a;C:\b", @"C:\b\bin\cublasLt64_12.dll")]
    public void Find_OnWindows_FindsIt(string variable, string value, string file)
    {
        var loader = new FakeLoader { IsWindows = true }.Set(variable, value).Folder(@"C:\a").File(file);
        Assert.Equal(file, new LibrarySearch(loader).Find(CublasLt).Found?.Path);
    }

    [Fact]
    public void Candidates_OfDriver_AreNeverInToolkitsOrPython()
    {
        var loader = new FakeLoader().Set("CUDA_PATH", "/opt/cuda").Set("CONDA_PREFIX", "/conda");
        Assert.DoesNotContain(
            new LibrarySearch(loader).Candidates(LibraryDescription.Driver),
            candidate => candidate.Origin is LibraryOrigin.Toolkit or LibraryOrigin.Python);
    }

    [Theory]
    [InlineData(12000, "libcublasLt.so.12")]
    [InlineData(12090, "libcublasLt.so.12")]
    [InlineData(13000, "libcublasLt.so.13,libcublasLt.so.12")]
    [InlineData(14020, "libcublasLt.so.13,libcublasLt.so.12")]
    [InlineData(11080, "")]
    public void CublasLt_DriverVersion_LimitsTheMajors(int driver, string files) =>
        Assert.Equal(files, string.Join(',', LibraryDescription.CublasLt(driver).LinuxFiles));
}
