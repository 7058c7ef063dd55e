using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Kernel launches and the occupancy calculator.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuLaunchKernel(
        nint function, uint gridX, uint gridY, uint gridZ, uint blockX, uint blockY, uint blockZ,
        uint sharedBytes, nint stream, void** arguments, void** extra);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuOccupancyMaxActiveBlocksPerMultiprocessor(
        int* blocks, nint function, int blockSize, nuint sharedBytes);
}
