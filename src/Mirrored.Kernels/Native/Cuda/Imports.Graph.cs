using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Graphs; one thread at a time per handle, also for calls that only read.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphInstantiateWithFlags(nint* exec, nint graph, CuGraphInstantiateFlags flags);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphLaunch(nint exec, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphUpload(nint exec, nint stream);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphExecDestroy(nint exec);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphDestroy(nint graph);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuGraphGetNodes(nint graph, nint* nodes, nuint* nodeCount);
}
