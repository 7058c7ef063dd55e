using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A loss or metrics bound to one leaf, with memory of their own.</summary>
internal sealed class BoundHead(HeadDescription description, DeviceBuffer arena, PreparedOperation[] entries) : IDisposable
{
    public HeadDescription Description => description;

    /// <summary>Queues the operations.</summary>
    public void Launch()
    {
        foreach (PreparedOperation entry in entries) entry.Launch();
    }

    /// <summary>Copies the loss of each row to the host.</summary>
    public void ReadLosses(Span<float> destination) =>
        arena.Read(MemoryMarshal.AsBytes(destination), description.Losses!.Offset); // Asked of losses only.

    public void Dispose() => arena.Dispose();
}
