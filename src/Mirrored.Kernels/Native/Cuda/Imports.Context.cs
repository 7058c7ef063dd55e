using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Primary contexts; "current" means the calling thread's.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDevicePrimaryCtxRetain(nint* context, int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDevicePrimaryCtxRelease_v2(int device);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDevicePrimaryCtxSetFlags_v2(int device, CuContextFlags flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxSetCurrent(nint context);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxPushCurrent_v2(nint context);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxPopCurrent_v2(nint* context);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxSynchronize();

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxGetStreamPriorityRange(int* least, int* greatest);
}
