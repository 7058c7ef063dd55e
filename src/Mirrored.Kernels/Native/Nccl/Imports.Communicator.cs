using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Communicators.</content>
internal static unsafe partial class NcclImports
{
    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommInitRankConfig(
        nint* communicator, int ranks, NcclUniqueId id, int rank, NcclConfig* config);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommFinalize(nint communicator);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommDestroy(nint communicator);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommAbort(nint communicator);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommGetAsyncError(nint communicator, NcclResult* error);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommCount(nint communicator, int* ranks);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclCommUserRank(nint communicator, int* rank);
}
