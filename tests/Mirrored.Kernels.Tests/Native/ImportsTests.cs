using System.Reflection;
using System.Runtime.InteropServices;

namespace Mirrored;

public sealed class ImportsTests
{
    /// <summary>Names that still exist, but as an older function with other parameters or other behaviour.</summary>
    private static readonly string[] Traps =
    [
        "cuMemAlloc", "cuMemFree", "cuMemGetInfo", "cuDeviceTotalMem", "cuModuleGetGlobal", "cuMemcpyHtoDAsync",
        "cuMemcpyDtoHAsync", "cuMemcpyDtoDAsync", "cuStreamDestroy", "cuEventDestroy", "cuCtxPushCurrent",
        "cuCtxPopCurrent", "cuDevicePrimaryCtxRelease", "cuDevicePrimaryCtxSetFlags", "cuMemHostRegister",
        "cuStreamBeginCapture", "cuGraphInstantiate", "cuGraphInstantiate_v2", "cuGraphExecUpdate", "cuGetProcAddress",
        "cuStreamGetCaptureInfo", "cuDeviceGetUuid", "cuCtxGetDevice_v2", "cuCtxSynchronize_v2",
        // There is no such second version.
        "cuMemsetD8Async_v2", "cuMemsetD16Async_v2", "cuMemsetD32Async_v2", "cuMemcpyPeerAsync_v2", "cuMemFreeHost_v2",
        "cuMemHostAlloc_v2", "cuLaunchKernel_v2", "cuGraphLaunch_v2",
    ];

    [Fact]
    public void CudaImports_Names_AreNoneOfTheTraps() =>
        Assert.Empty(Names(typeof(CudaImports)).Intersect(Traps));

    [Fact]
    public void CudaImports_EveryFunction_IsInTheDriver() =>
        AssertExports(typeof(CudaImports), () => CudaDriver.State.Library);

    [Fact]
    public void CublasLtImports_EveryFunction_IsInTheLibrary() =>
        AssertExports(typeof(CublasLtImports), () => CublasLt.Library);

    [Fact]
    public void NvmlImports_EveryFunction_IsInTheLibrary() => AssertExports(typeof(NvmlImports), () => Nvml.Library);

    [Fact]
    public void NcclImports_EveryFunction_IsInTheLibrary() => AssertExports(typeof(NcclImports), () => Nccl.Library);

    private static void AssertExports(Type imports, Func<LibraryProbe> find)
    {
        CudaTests.SkipWithoutGpu();
        LibraryProbe library = find();
        Assert.SkipUnless(library.IsFound, $"{library.Description.Name} was not found.");
        string[] names = Names(imports);
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.True(NativeLibrary.TryGetExport(library.Handle, name, out _), name));
    }

    private static string[] Names(Type imports) => [.. imports
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(method => method.GetCustomAttribute<DllImportAttribute>()?.EntryPoint ?? "")
        .Where(name => name.Length > 0)];
}
