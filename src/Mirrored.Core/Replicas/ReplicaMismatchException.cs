namespace Mirrored;

/// <summary>The replicas do not hold the same weights: names, shapes or bits differ.</summary>
/// <remarks>Replicas stay bitwise the same by construction; memory that lost a bit, or a fault in a driver, makes them differ.
/// The model refuses to train on until it is compiled anew, which goes on from the first replica's weights; better go back to a
/// checkpoint.</remarks>
public sealed class ReplicaMismatchException : Exception
{
    internal ReplicaMismatchException(DeviceId device, string weight, string difference)
        : base($"The replicas differ: {difference}. Go back to the last checkpoint; if it comes back, test the device's memory.")
    {
        Device = device;
        Weight = weight;
    }

    /// <summary>The first device that differs from most of them; of two that differ, the second.</summary>
    public DeviceId Device { get; }

    /// <summary>The name of the first weight that differs.</summary>
    public string Weight { get; }
}
