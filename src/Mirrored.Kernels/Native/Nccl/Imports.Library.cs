using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>NCCL's functions under their own names.</summary>
/// <content>The library and groups of calls.</content>
internal static unsafe partial class NcclImports
{
    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclGetVersion(int* version);

    [LibraryImport(LibraryNames.Nccl)]
    public static partial NcclResult ncclGetUniqueId(NcclUniqueId* id);

    /// <summary>Of any communicator; the text may be of an earlier failure.</summary>
    [LibraryImport(LibraryNames.Nccl)]
    public static partial byte* ncclGetLastError(nint communicator);
}
