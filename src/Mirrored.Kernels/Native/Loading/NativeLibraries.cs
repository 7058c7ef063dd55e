using System.Reflection;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The native libraries of this process: each is looked for once, when first asked for, and never
/// unloaded.</summary>
internal static class NativeLibraries
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, LibraryProbe> Probes = [];

    static NativeLibraries() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);

    /// <summary>Finds and loads a library; later calls give the first one's result, also when that was a
    /// failure.</summary>
    public static LibraryProbe Load(LibraryDescription description)
    {
        lock (Gate)
        {
            if (Probes.TryGetValue(description.ImportName, out LibraryProbe? known)) return known;
            NativeEnvironment.HandOver();
            LibraryProbe probe = new LibrarySearch(new SystemLoader()).Find(description);
            Probes.Add(description.ImportName, probe);
            return probe;
        }
    }

    /// <summary>True when a library was asked for and found.</summary>
    public static bool IsLoaded(string importName)
    {
        lock (Gate) return Probes.TryGetValue(importName, out LibraryProbe? probe) && probe.IsFound;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        lock (Gate)
        {
            // Other names (the C library) go the runtime's own way.
            if (!Probes.TryGetValue(name, out LibraryProbe? probe)) return 0;
            return probe.IsFound ? probe.Handle : throw probe.Missing();
        }
    }
}
