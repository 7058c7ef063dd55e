namespace Mirrored;

/// <summary>How a model's steps run, as far as its strategy says.</summary>
internal sealed record EngineOptions
{
    /// <summary>How gradients are summed over the devices.</summary>
    public CrossDeviceOps CrossDeviceOps { get; init; } = new HierarchicalCopyAllReduce();

    /// <summary>Into how many parts, computed one after another, each leaf's rows are cut.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>True exchanges gradients as bfloat16.</summary>
    public bool RoundGradients { get; init; }

    /// <summary>What becomes of steps whose gradients or loss are not finite.</summary>
    public NonFinitePolicy NonFinite { get; init; }

    /// <summary>After how many training steps the replicas' weights are compared; 0 for never.</summary>
    public int CheckReplicasEvery { get; init; }
}
