namespace Mirrored;

/// <summary>A GPU as strategies name it: a whole one, or a part of one with memory of its own.</summary>
/// <param name="Id">The logical name: parts are counted through all GPUs.</param>
/// <param name="Physical">The GPU.</param>
/// <param name="Account">The books on its memory.</param>
internal sealed record LogicalGpu(DeviceId Id, PhysicalDevice Physical, GpuMemoryAccount Account);
