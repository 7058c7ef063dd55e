using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mirrored.Campaigns;

/// <summary>The CUDA simulator's own functions, in the process that uses it.</summary>
internal static unsafe class SimulatedDriver
{
    /// <summary>Forgets counters, faults and lost devices.</summary>
    public static void Reset() => ((delegate* unmanaged<void>)Find("cudasim_reset"))();

    /// <summary>Plants faults, such as <c>alloc:n=3</c>, in place of those before.</summary>
    public static void Plant(string faults)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(faults + '\0'))
        {
            if (((delegate* unmanaged<byte*, int>)Find("cudasim_set_faults"))(text) != 0)
                throw new ArgumentException($"The simulator does not understand '{faults}'.", nameof(faults));
        }
    }

    /// <summary>How often each function was called since the last reset.</summary>
    public static IReadOnlyList<(string Function, int Count)> Calls()
    {
        var write = (delegate* unmanaged<byte*, nuint, nuint>)Find("cudasim_stats");
        byte[] text = new byte[write(null, 0) + 4096];
        fixed (byte* bytes = text) write(bytes, (nuint)text.Length);
        using JsonDocument statistics = JsonDocument.Parse(text.AsMemory(0, Array.IndexOf(text, (byte)0)));
        return [.. statistics.RootElement.GetProperty("calls").EnumerateObject().Select(call => (call.Name, call.Value.GetInt32()))];
    }

    private static nint Find(string name) => NativeLibrary.GetExport(CudaDriver.State.Library.Handle, name);
}
