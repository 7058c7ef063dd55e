namespace Mirrored;

/// <summary>An exchange by copies between devices and our own kernel that adds, as a schedule of phases says.</summary>
/// <remarks>Before each phase every replica marks its communication stream, and all wait for the marks of all. The devices
/// wait, not the host; the replicas' threads only meet at a barrier, so that nobody waits for a mark that is not left yet.
/// A mark is left anew only behind another barrier that whoever waits for it has passed.</remarks>
internal sealed class CopyExchange : GradientExchange
{
    private readonly CopyExchange[] _all;
    private readonly ReplicaBarrier? _barrier;
    private readonly DeviceBuffer? _staging;
    private readonly PreparedOperation[][][] _work; // By bucket and phase.
    private readonly DeviceEvent[][] _marks; // By bucket and phase.

    private CopyExchange(Replica replica, ExchangeContext context, IReadOnlyList<CopySchedule> schedules, CopyExchange[] all)
        : base(replica)
    {
        _all = all;
        _barrier = context.Replicas > 1 ? context.Group.Barrier : null;
        List<DeviceEvent> events = [];
        try
        {
            long staging = schedules.Select(schedule => schedule.StagingBytes(replica.Index)).DefaultIfEmpty().Max();
            if (staging > 0) _staging = replica.Device.Allocate(staging, "copies of other devices' gradients");
            _work = [.. schedules.Select(schedule => schedule.Prepare(replica, _staging?.Address ?? 0))];
            _marks = [.. _work.Select(phases => phases.Select(_ => Mark(events)).ToArray())];
        }
        catch
        {
            foreach (DeviceEvent mark in events) mark.Dispose();
            _staging?.Dispose();
            base.Dispose();
            throw;
        }
    }

    /// <summary>Makes an exchange that follows a schedule for each bucket.</summary>
    public static IReadOnlyList<GradientExchange> Connect(ExchangeContext context, Func<Bucket, CopySchedule> plan)
    {
        ReachEachOther(context);
        CopySchedule[] schedules = [.. context.Buckets.Select(plan)];
        var all = new CopyExchange[context.Replicas];
        try
        {
            context.Group.RunAll(replica => all[replica.Index] = new CopyExchange(replica, context, schedules, all));
            return all;
        }
        catch
        {
            foreach (CopyExchange? made in all) made?.Dispose();
            throw;
        }
    }

    public override void Complete()
    {
        if (_barrier is null) return;
        Replica.Communication.Record(Done);
        _barrier.Await(Replica.Index);
        foreach (CopyExchange other in _all) Replica.Stream.Wait(other.Done);
    }

    public override void Dispose()
    {
        foreach (DeviceEvent mark in _marks.SelectMany(marks => marks)) mark.Dispose();
        _staging?.Dispose();
        base.Dispose();
    }

    protected override void Sum(int bucket)
    {
        for (int phase = 0; phase < _work[bucket].Length; phase++)
        {
            Meet(bucket, phase);
            Replica.Device.BeginCompute();
            try
            {
                foreach (PreparedOperation operation in _work[bucket][phase]) operation.Launch();
            }
            finally
            {
                Replica.Device.EndCompute();
            }
        }
    }

    /// <summary>Lets this replica's later work wait for what all have done so far.</summary>
    private void Meet(int bucket, int phase)
    {
        if (_barrier is null) return;
        Replica.Communication.Record(_marks[bucket][phase]);
        _barrier.Await(Replica.Index);
        foreach (CopyExchange other in _all)
            if (other != this) Replica.Communication.Wait(other._marks[bucket][phase]);
    }

    private DeviceEvent Mark(List<DeviceEvent> events)
    {
        DeviceEvent mark = Replica.Communication.CreateEvent();
        events.Add(mark);
        return mark;
    }

    private static void ReachEachOther(ExchangeContext context) => context.Group.RunAll(replica =>
    {
        foreach (Replica other in context.Group.Replicas) replica.Device.TryReach(other.Device);
    });
}
