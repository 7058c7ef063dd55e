using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What .NET does not offer: waiting until names of files are on disk.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;
    private const uint WriteThrough = 8; // MOVEFILE_WRITE_THROUGH

    /// <summary>Waits until the names in a folder are on disk. Windows has no such call: there <see cref="Move"/> waits, and the
    /// journal of NTFS keeps the order of what went before.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int handle = Open(folder, ReadOnly);
        if (handle < 0) throw Failed(folder);
        try
        {
            if (Fsync(handle) != 0) throw Failed(folder);
        }
        finally
        {
            _ = Close(handle); // Nothing was written through it.
        }
    }

    /// <summary>Renames a folder, on Windows waiting until that is on disk.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void Move(string from, string to)
    {
        if (!OperatingSystem.IsWindows()) Directory.Move(from, to);
        else if (!MoveFile(from, to, WriteThrough)) throw Failed(to);
    }

    private static IOException Failed(string path) =>
        new($"'{path}': {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFile(string from, string to, uint flags);
}
