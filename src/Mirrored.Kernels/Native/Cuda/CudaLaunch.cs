namespace Mirrored;

/// <summary>The form of a kernel launch.</summary>
internal readonly record struct CudaLaunch
{
    /// <summary>A row of blocks.</summary>
    /// <param name="blocks">The number of blocks, not zero.</param>
    /// <param name="threads">The threads of each.</param>
    /// <param name="sharedBytes">Dynamic shared memory of each block.</param>
    public CudaLaunch(uint blocks, uint threads, uint sharedBytes = 0)
    {
        GridX = blocks;
        BlockX = threads;
        SharedBytes = sharedBytes;
    }

    public uint GridX { get; init; }

    public uint GridY { get; init; } = 1;

    public uint GridZ { get; init; } = 1;

    public uint BlockX { get; init; }

    public uint BlockY { get; init; } = 1;

    public uint BlockZ { get; init; } = 1;

    public uint SharedBytes { get; init; }

    /// <summary>For messages.</summary>
    public override string ToString() => $"grid {GridX} x {GridY} x {GridZ}, block {BlockX} x {BlockY} x {BlockZ}, "
        + $"{SharedBytes} bytes of dynamic shared memory";
}
