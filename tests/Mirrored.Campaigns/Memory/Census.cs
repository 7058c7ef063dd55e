using System.Diagnostics;

namespace Mirrored.Campaigns;

/// <summary>What the process holds at a moment.</summary>
/// <param name="Buffers">Pieces of host memory that the library took.</param>
/// <param name="Handles">Native objects of a GPU's driver.</param>
/// <param name="Forgotten">Buffers and handles that a finalizer had to release, since the start.</param>
/// <param name="Threads">Threads with the library's names are not told apart from others.</param>
/// <param name="Files">Open files, where the system tells.</param>
internal sealed record Census(long Buffers, long Handles, long Forgotten, int Threads, int Files)
{
    /// <summary>Counts, once the collector has found whatever was forgotten.</summary>
    public static Census Take()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        HandleLedger.Process.ReleaseForgotten();
        using Process self = Process.GetCurrentProcess();
        return new Census(
            CpuBuffer.Live, HandleLedger.Process.Live, CpuBuffer.Forgotten + HandleLedger.Process.Leaked, self.Threads.Count,
            CountFiles());
    }

    /// <summary>Open files, but for assemblies, which the runtime opens when it needs them.</summary>
    private static int CountFiles() => Directory.Exists("/proc/self/fd")
        ? Directory.GetFileSystemEntries("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.EndsWith(".dll", StringComparison.Ordinal) == false)
        : 0;

    /// <summary>The memory that the process occupies, in bytes.</summary>
    public static long Resident()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    /// <summary>Whether nothing was left since an earlier moment; threads of the runtime come and go.</summary>
    public bool ReturnedTo(Census before) =>
        (Buffers, Handles, Forgotten) == (before.Buffers, before.Handles, before.Forgotten) && Threads <= before.Threads + 2 && Files <= before.Files;
}
