namespace Mirrored;

/// <summary>A step bound to one leaf of one replica: entries that only need to be launched.</summary>
internal sealed class StepPlan
{
    private readonly PreparedOperation[] _entries;
    private readonly PlanSegment[] _segments;

    public StepPlan(PlanDescription description, Device device, DeviceStream stream, MemoryMap memory)
    {
        _entries = [.. description.Operations.Select(o => device.Prepare(o, memory, stream))];
        _segments = [.. description.Segments];
        Output = description.Output;
        OutputAddress = description.Output is null ? 0 : Address(memory, description.Output);
    }

    public int Segments => _segments.Length;

    /// <summary>The predictions, in prediction.</summary>
    public PlanTensor? Output { get; }

    public nint OutputAddress { get; }

    /// <summary>Launches the operations of one segment, in order.</summary>
    public void Launch(int segment)
    {
        (int start, int count, _, _) = _segments[segment];
        for (int i = start; i < start + count; i++) _entries[i].Launch();
    }

    private static unsafe nint Address(MemoryMap memory, PlanTensor tensor) => (nint)memory.Address<byte>(tensor);
}
