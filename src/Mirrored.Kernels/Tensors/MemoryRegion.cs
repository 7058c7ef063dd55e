namespace Mirrored;

/// <summary>The piece of device memory that a tensor of a plan lives in.</summary>
internal enum MemoryRegion
{
    /// <summary>Activations and their gradients: planned per step plan, overwritten every step.</summary>
    Arena,

    /// <summary>The flat range of all weights.</summary>
    Weights,

    /// <summary>The flat range of all gradients, laid out as <see cref="Weights"/>; one per leaf of a batch.</summary>
    Gradients,

    /// <summary>The optimizer's slots, each laid out as <see cref="Weights"/>, one behind the other.</summary>
    Slots,

    /// <summary>Running sums of loss and metrics, float64.</summary>
    Metrics,

    /// <summary>The table of segments, and what updates compute for them.</summary>
    Segments,

    /// <summary>What a leaf gives to sums over all replicas within a step.</summary>
    LeafSums,

    /// <summary>Those sums, in the memory of the replica's first leaf.</summary>
    GlobalSums,

    /// <summary>What a forward pass of a custom loop leaves to the plans of losses and metrics: a part of its arena.</summary>
    Outputs,
}
