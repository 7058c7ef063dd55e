using System.Diagnostics;

namespace Mirrored;

/// <summary>Looks, on a thread of its own, whether collectives complete in time, and stops all ranks when one does not.</summary>
/// <remarks>It takes the lock of each communicator for the moment in which it asks for errors, asks events how far the
/// devices are, and never waits for a device.</remarks>
internal sealed class CollectiveWatchdog : IDisposable
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(1);

    private readonly NcclRanks _ranks;
    private readonly ReplicaGroup _group;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _grace;
    private long _faultSeen;

    public CollectiveWatchdog(NcclRanks ranks, ReplicaGroup group)
    {
        _ranks = ranks;
        _group = group;
        TimeSpan fraction = group.Limit / 20;
        _interval = fraction < LongestInterval ? fraction : LongestInterval;
        _grace = group.Limit / 10 < LongestGrace ? group.Limit / 10 : LongestGrace;
        _thread = new Thread(Watch) { IsBackground = true, Name = "Mirrored watchdog" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        while (!_stop.Wait(_interval)) Look();
    }

    private void Look()
    {
        if (!_ranks.AreReady) return;
        bool waits = false;
        foreach (NcclRank rank in _ranks.All)
        {
            waits |= LookAt(rank) is not null;
            if (!_ranks.AreReady) return;
        }

        StopBehindFault(waits);
    }

    /// <summary>Stops everybody when the rank failed or is late.</summary>
    /// <returns>The collective that it waits in; null for none.</returns>
    private CollectiveRecord? LookAt(NcclRank rank)
    {
        try
        {
            rank.ThrowIfFailed();
            CollectiveRecord? oldest = rank.Recorder.Advance();
            if (oldest is null || rank.Recorder.Waiting(oldest) <= _group.Limit || _group.Fault.IsRaised) return oldest;
            Stop(rank, oldest, CollectiveDiagnosis.TimedOut(_ranks.All, rank, oldest, _group.Limit));
            return oldest;
        }
        catch (NcclException cause)
        {
            CollectiveRecord record = rank.Recorder.Find(Math.Max(1, rank.Recorder.Called));
            Stop(rank, record, CollectiveDiagnosis.Failed(_ranks.All, rank, record, _group.Limit, cause));
        }
        catch (CudaException cause)
        {
            Stop(rank, rank.Recorder.Find(Math.Max(1, rank.Recorder.Called)), cause);
        }
        catch (NcclAbortedException)
        {
            // Its own thread gave up the communicator, and has told why.
        }

        return null;
    }

    private void Stop(NcclRank rank, CollectiveRecord record, Exception cause)
    {
        DeviceId device = cause is CollectiveException collective ? collective.Device : rank.Device;
        _ranks.Break(ReplicaFailedException.From(device, _group.StepOf(record.Work), cause));
    }

    /// <summary>A replica that failed will not come to the collectives in which others wait. What all have called may still
    /// complete, so it gets a moment.</summary>
    private void StopBehindFault(bool waits)
    {
        if (!waits || !_group.Fault.IsRaised) _faultSeen = 0;
        else if (_faultSeen == 0) _faultSeen = Stopwatch.GetTimestamp();
        else if (Stopwatch.GetElapsedTime(_faultSeen) > _grace) _ranks.Break(null);
    }
}
