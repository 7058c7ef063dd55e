namespace Mirrored;

/// <summary>Sums gradients on one device: the others copy theirs to it, it adds, and copies the sum back.</summary>
/// <remarks>The simplest way, and the slowest with many devices, because everything passes through one of them. Source:
/// TensorFlow's <c>tf.distribute.ReductionToOneDevice</c>.</remarks>
public sealed class ReductionToOneDevice : CrossDeviceOps
{
    /// <summary>Chooses the device.</summary>
    /// <param name="device">The one that adds, such as <c>"GPU:0"</c>; null takes the strategy's first.</param>
    public ReductionToOneDevice(DeviceId? device = null) => Device = device;

    /// <summary>The device that adds; null is the strategy's first.</summary>
    public DeviceId? Device { get; }

    /// <summary>The name, and the device where one was chosen.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Device is { } device ? $"ReductionToOneDevice({device})" : "ReductionToOneDevice";

    internal override void Check(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        if (Device is { } device && !devices.Contains(device))
            throw new ArgumentException(
                $"{this} adds on a device that is not one of the strategy's: {string.Join(", ", devices)}.", nameof(options));
    }

    internal override IReadOnlyList<GradientExchange> Connect(ExchangeContext context)
    {
        int[] everybody = [.. Enumerable.Range(0, context.Replicas)];
        int root = Device is { } device ? everybody.First(replica => context.Device(replica).Id == device) : 0;
        return CopyExchange.Connect(context, bucket =>
        {
            CopySchedule schedule = new(context);
            if (context.Leaves.Count > 1) schedule.Sum(0, root, context.Leaves, everybody, bucket);
            return schedule;
        });
    }
}
