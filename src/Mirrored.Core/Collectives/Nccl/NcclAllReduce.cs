namespace Mirrored;

/// <summary>Sums gradients by NCCL, NVIDIA's library for several GPUs: the fastest way, and the default where it is found.</summary>
/// <remarks>It takes GPUs, each once, on Linux, and NCCL 2.18.1 or newer. What does not complete within
/// <see cref="StrategyOptions.Timeout"/> is stopped on all GPUs and ends in a <see cref="CollectiveException"/>. The order of
/// additions is NCCL's own, so <see cref="StrategyOptions.Deterministic"/> is refused. Source: TensorFlow's
/// <c>tf.distribute.NcclAllReduce</c>.</remarks>
public sealed class NcclAllReduce : CrossDeviceOps
{
    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "NcclAllReduce";

    internal override void Check(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        if (Misfit(devices, options) is { } misfit) throw new ArgumentException($"{this} {misfit}", nameof(options));
        if (devices.Count > 1) Nccl.Require();
    }

    /// <summary>What speaks against NCCL for these devices and options; null when nothing does.</summary>
    internal static string? Misfit(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        if (devices.FirstOrDefault(device => device.Kind != DeviceKind.Gpu, "GPU:0") is { Kind: not DeviceKind.Gpu } other)
            return $"joins GPUs, and {other} is none. Leave StrategyOptions.CrossDeviceOps out.";
        if (options.Deterministic)
            return "adds in an order of its own, so it cannot be deterministic. Leave StrategyOptions.CrossDeviceOps out.";
        var shared = devices.GroupBy(device => Devices.RequireGpu(device).Physical.Id).FirstOrDefault(parts => parts.Count() > 1);
        return shared is null
            ? null
            : $"takes a GPU once, but {string.Join(" and ", shared)} are parts of one. Use {new HierarchicalCopyAllReduce()}.";
    }

    internal override IReadOnlyList<GradientExchange> Connect(ExchangeContext context) => context.Replicas == 1
        ? new HierarchicalCopyAllReduce().Connect(context) // There is nobody to exchange with.
        : NcclExchange.Connect(context);
}
