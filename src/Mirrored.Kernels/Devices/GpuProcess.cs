namespace Mirrored;

/// <summary>A process that computes on a GPU.</summary>
/// <param name="Id">The system's number of the process, as the machine counts; a container may count differently.</param>
/// <param name="MemoryUsed">Bytes of the GPU's memory that it holds; null when the driver does not tell.</param>
public readonly record struct GpuProcess(int Id, long? MemoryUsed);
