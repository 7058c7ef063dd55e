namespace Mirrored;

/// <summary>Which exchange a strategy takes.</summary>
internal static class CrossDeviceChoice
{
    /// <summary>What the options ask for; else NCCL for several GPUs where it can be had; else copies.</summary>
    /// <returns>The exchange, and what a person should know about it, if anything.</returns>
    public static (CrossDeviceOps Ops, string? Notice) For(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        if (options.CrossDeviceOps is { } chosen) return (chosen, null);
        HierarchicalCopyAllReduce copies = new();
        if (devices.Count == 1 || NcclAllReduce.Misfit(devices, options) is not null) return (copies, null);
        if (Nccl.Failure is not { } failure) return (new NcclAllReduce(), null);
        return (copies, $"{failure}, so the GPUs sum their gradients by copies ({copies}), which is slower. {Nccl.Library.Advice}");
    }
}
