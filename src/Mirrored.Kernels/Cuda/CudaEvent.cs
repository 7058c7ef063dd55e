namespace Mirrored;

/// <summary>A mark in a stream's queue.</summary>
internal sealed class CudaEvent(CudaEventHandle handle) : DeviceEvent
{
    public CudaEventHandle Handle { get; } = handle;

    public override bool IsComplete => Handle.IsComplete;

    public override void Dispose() => Handle.Dispose();
}
