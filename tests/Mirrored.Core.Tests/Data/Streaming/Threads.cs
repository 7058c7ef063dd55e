using System.Diagnostics;

namespace Mirrored;

/// <summary>Finds threads of datasets that did not end, by the names that the system knows.</summary>
internal static class Threads
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Skips the calling test where threads cannot be listed by name.</summary>
    public static void RequireNames() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the names of a process's threads.");

    /// <summary>The number of threads of a name, of which the system keeps 15 characters.</summary>
    public static int Count(string name) => Directory.GetDirectories("/proc/self/task").Count(task => NameOf(task) == name[..Math.Min(15, name.Length)]);

    /// <summary>Waits until there is no thread of a name: a joined thread leaves the system's list a moment later.</summary>
    public static void AssertNone(string name)
    {
        long start = Stopwatch.GetTimestamp();
        while (Count(name) > 0 && Stopwatch.GetElapsedTime(start) < Patience) Thread.Sleep(1);
        Assert.Equal(0, Count(name));
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return ""; // It ended meanwhile.
        }
    }
}
