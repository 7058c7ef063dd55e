using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mirrored.Keras.Tests;

/// <summary>The simulator's own functions: planted faults and counters, which a real driver does not have.</summary>
internal static unsafe class Simulator
{
    /// <summary>Skips the calling test unless the driver of this process is the simulator.</summary>
    public static void Require()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.SkipWhen(Find("cudasim_stats") == 0, "Plants faults or counts calls, which a real driver cannot do.");
    }

    /// <summary>Forgets counters, faults and lost devices.</summary>
    public static void Reset() => ((delegate* unmanaged<void>)Find("cudasim_reset"))();

    /// <summary>Plants faults, such as <c>alloc:n=3</c>.</summary>
    public static void Plant(string faults)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(faults + '\0'))
            Assert.Equal(0, ((delegate* unmanaged<byte*, int>)Find("cudasim_set_faults"))(text));
    }

    /// <summary>Lets only GPUs of one group of so many reach each other's memory; 0 lets all.</summary>
    public static void SetPeers(int group) => ((delegate* unmanaged<uint, void>)Find("cudasim_set_peers"))((uint)group);

    /// <summary>Notes everything that the devices do from now on.</summary>
    public static void StartTrace() => ((delegate* unmanaged<void>)Find("cudasim_start_trace"))();

    /// <summary>Ends that.</summary>
    /// <returns>What was noted, in the order in which it began; begins and ends share one count.</returns>
    public static IReadOnlyList<(long Begin, long End, int Device, string Name)> EndTrace()
    {
        var end = (delegate* unmanaged<byte*, nuint, nuint>)Find("cudasim_end_trace");
        byte[] text = new byte[end(null, 0)];
        fixed (byte* bytes = text) end(bytes, (nuint)text.Length);
        return
        [
            .. Encoding.UTF8.GetString(text, 0, text.Length - 1).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ')).Select(part => (long.Parse(part[0]), long.Parse(part[1]), int.Parse(part[2]), part[4])),
        ];
    }

    /// <summary>What was counted since the last reset.</summary>
    public static JsonElement Statistics()
    {
        var write = (delegate* unmanaged<byte*, nuint, nuint>)Find("cudasim_stats");
        byte[] text = new byte[write(null, 0) + 4096];
        fixed (byte* bytes = text) write(bytes, (nuint)text.Length);
        return JsonDocument.Parse(text.AsMemory(0, Array.IndexOf(text, (byte)0))).RootElement;
    }

    /// <summary>The sum of the counts of a group, such as <c>host_syncs</c>.</summary>
    public static long Sum(JsonElement statistics, string group) =>
        statistics.GetProperty(group).EnumerateObject().Sum(entry => entry.Value.ValueKind == JsonValueKind.Number
            ? entry.Value.GetInt64()
            : entry.Value.TryGetProperty("count", out JsonElement count) ? count.GetInt64() : 0);

    private static nint Find(string name) => CudaDriver.State.Library.IsFound
        && NativeLibrary.TryGetExport(CudaDriver.State.Library.Handle, name, out nint function) ? function : 0;
}
