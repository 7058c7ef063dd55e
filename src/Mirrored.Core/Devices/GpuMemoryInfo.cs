namespace Mirrored;

/// <summary>What this process has taken of a GPU's memory; the driver's and other processes' shares are not in it.</summary>
/// <param name="Current">Bytes taken now.</param>
/// <param name="Peak">The most bytes taken at any time, or since <see cref="Devices.ResetMemoryStats"/>.</param>
public readonly record struct GpuMemoryInfo(long Current, long Peak);
