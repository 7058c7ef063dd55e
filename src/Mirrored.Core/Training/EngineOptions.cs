namespace Mirrored;

/// <summary>How a model's steps run, as far as its strategy says.</summary>
internal sealed record EngineOptions
{
    /// <summary>How gradients are summed over the devices.</summary>
    public CrossDeviceOps CrossDeviceOps { get; init; } = new HierarchicalCopyAllReduce();

    /// <summary>Into how many parts, computed one after another, each leaf's rows are cut.</summary>
    public int MicroBatches { get; init; } = 1;
}
