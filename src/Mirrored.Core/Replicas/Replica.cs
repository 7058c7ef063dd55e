namespace Mirrored;

/// <summary>One of the devices that act as one, with the thread that drives it for as long as the strategy lives.</summary>
internal sealed class Replica : IDisposable
{
    private readonly ReplicaGroup _group;
    private readonly Thread _thread;

    public Replica(ReplicaGroup group, int index, Device device)
    {
        _group = group;
        Index = index;
        Device = device;
        Stream = device.CreateStream("compute");
        _thread = new Thread(Drive) { IsBackground = true, Name = $"Mirrored {device.Id}" };
    }

    /// <summary>The replica's number, from 0.</summary>
    public int Index { get; }

    public Device Device { get; }

    /// <summary>The stream that computes.</summary>
    public DeviceStream Stream { get; }

    public void Start() => _thread.Start();

    /// <summary>Waits for the thread to end.</summary>
    public bool Join(TimeSpan limit) => !_thread.IsAlive || _thread.Join(limit);

    public void Dispose()
    {
        Stream.Dispose();
        Device.Dispose();
    }

    private void Drive()
    {
        for (long next = 1; _group.Await(next) is { } work; next++)
        {
            try
            {
                if (!_group.Fault.IsRaised) work.Run(this);
            }
            catch (StepAbortedException)
            {
                // The replica that failed has told why; this one only had to stop.
            }
#pragma warning disable CA1031 // Whatever a kernel throws must stop the other replicas and reach the caller.
            catch (Exception cause)
#pragma warning restore CA1031
            {
                _group.Fault.Raise(new ReplicaFailedException(Device.Id, next, cause));
            }

            _group.Done(this, next);
        }
    }
}
