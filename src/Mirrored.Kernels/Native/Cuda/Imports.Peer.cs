using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Access of one device to another's memory.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceCanAccessPeer(int* canAccess, int device, int peerDevice);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuDeviceGetP2PAttribute(
        int* value, CuP2PAttribute attribute, int sourceDevice, int destinationDevice);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxEnablePeerAccess(nint peerContext, uint flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuCtxDisablePeerAccess(nint peerContext);
}
