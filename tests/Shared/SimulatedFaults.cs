using System.Runtime.InteropServices;
using System.Text;

namespace Mirrored;

/// <summary>Faults that the simulator plants on demand, which a real driver does not do.</summary>
internal static unsafe class SimulatedFaults
{
    /// <summary>Skips the calling test unless the driver of this process is the simulator.</summary>
    public static void RequireSimulator()
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.SkipWhen(Find("cudasim_reset") == 0, "Plants faults, which a real driver cannot do.");
    }

    /// <summary>Forgets faults, counters and lost devices.</summary>
    public static void Reset() => ((delegate* unmanaged<void>)Find("cudasim_reset"))();

    /// <summary>Plants faults, such as <c>alloc:n=3</c>, in place of those before.</summary>
    public static void Plant(string faults)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(faults + '\0'))
            Assert.Equal(0, ((delegate* unmanaged<byte*, int>)Find("cudasim_set_faults"))(text));
    }

    private static nint Find(string name) => CudaDriver.State.Library.IsFound
        && NativeLibrary.TryGetExport(CudaDriver.State.Library.Handle, name, out nint function) ? function : 0;
}
