namespace Mirrored;

/// <summary>Where the regions of a plan lie in one replica's memory.</summary>
internal sealed unsafe class MemoryMap
{
    private readonly nint[] _bases = new nint[Enum.GetValues<MemoryRegion>().Length];

    /// <summary>The numbers that change from step to step, in device memory.</summary>
    public required StepState* State { get; init; }

    /// <summary>The rows that this step reads, in device memory.</summary>
    public required StepFeed* Feed { get; init; }

    /// <summary>The address of a region's first byte.</summary>
    public nint this[MemoryRegion region]
    {
        get => _bases[(int)region];
        set => _bases[(int)region] = value;
    }

    /// <summary>The address of a tensor's first element on this replica's device.</summary>
    public T* Address<T>(PlanTensor tensor)
        where T : unmanaged
    {
        nint start = _bases[(int)tensor.Region];
        if (start == 0) throw new InvalidOperationException($"{tensor} lies in {tensor.Region}, which has no memory.");
        return (T*)(start + (nint)tensor.Offset);
    }

    /// <summary>The address of an optional tensor, or null.</summary>
    public T* AddressOrNull<T>(PlanTensor? tensor)
        where T : unmanaged => tensor is null ? null : Address<T>(tensor);
}
