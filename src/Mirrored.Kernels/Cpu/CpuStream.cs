namespace Mirrored;

/// <summary>The CPU's stream: work runs at once on the thread that launches it, so there is never anything to wait for.</summary>
internal sealed class CpuStream : DeviceStream
{
    public override void Synchronize()
    {
    }

    public override void Record(DeviceEvent mark)
    {
    }

    public override void Wait(DeviceEvent mark)
    {
    }

    public override void Record(DeviceTimestamp moment) => ((CpuTimestamp)moment).Note();

    public override DeviceTimestamp CreateTimestamp() => new CpuTimestamp();

    public override PreparedOperation PrepareCopy(Device target, nint to, Device source, nint from, long bytes) =>
        new CpuCopy(to, from, bytes);

    public override void Clear(DeviceBuffer buffer) => buffer.Clear();

    public override DeviceEvent CreateEvent() => new CpuEvent();

    public override void Dispose()
    {
    }

    private sealed class CpuEvent : DeviceEvent
    {
        public override bool IsComplete => true;

        public override void Dispose()
        {
        }
    }
}
