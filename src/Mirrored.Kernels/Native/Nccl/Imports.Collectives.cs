using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Collectives.</content>
internal static unsafe partial class NcclImports
{
    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclAllReduce(
        void* send, void* receive, nuint count, NcclDataType type, NcclReduction operation, nint communicator, nint stream);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclReduceScatter(
        void* send, void* receive, nuint receiveCount, NcclDataType type, NcclReduction operation, nint communicator, nint stream);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclAllGather(
        void* send, void* receive, nuint sendCount, NcclDataType type, nint communicator, nint stream);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclBroadcast(
        void* send, void* receive, nuint count, NcclDataType type, int root, nint communicator, nint stream);
}
