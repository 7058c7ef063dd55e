using System.Diagnostics;

namespace Mirrored;

/// <summary>The ranks of a strategy, one for each replica: made once, shared by its models, made anew after a failure.</summary>
internal sealed class NcclRanks : IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly ReplicaGroup _group;
    private readonly Lock _change = new();
    private readonly List<Action> _diverged = [];
    private readonly NcclRank[] _all;
    private readonly CollectiveWatchdog? _watchdog;
    private NcclUniqueId _id;
    private (int Generation, int Failures) _idOf;
    private int _generation = 1;

    private NcclRanks(ReplicaGroup group)
    {
        _group = group;
        group.Patience = group.Limit * 1.3; // The watchdog comes first: it stops the collectives, and the devices live on.
        _all = new NcclRank[group.Replicas.Count];
        try
        {
            foreach (Replica replica in group.Replicas) _all[replica.Index] = new NcclRank(this, replica);
            _watchdog = new CollectiveWatchdog(this, group);
        }
        catch
        {
            foreach (NcclRank? rank in _all) rank?.Dispose();
            throw;
        }
    }

    /// <summary>The ranks, in order.</summary>
    public IReadOnlyList<NcclRank> All => _all;

    /// <summary>Grows when communicators are given up: a rank that joined in an earlier one joins again.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>How long anything may take.</summary>
    public TimeSpan Limit => _group.Limit;

    public ReplicaFault Fault => _group.Fault;

    public ReplicaBarrier Barrier => _group.Barrier;

    /// <summary>True when all ranks have joined and none was given up since.</summary>
    public bool AreReady
    {
        get
        {
            int generation = Generation;
            foreach (NcclRank rank in _all)
                if (!rank.HasJoined(generation)) return false;
            return true;
        }
    }

    /// <summary>The ranks of a group's replicas, joined; on the caller's thread while no replica works.</summary>
    public static NcclRanks Of(ReplicaGroup group)
    {
        NcclRanks ranks = group.Share(() => new NcclRanks(group));
        if (!ranks.AreReady) group.RunAll(replica => ranks._all[replica.Index].Join());
        return ranks;
    }

    /// <summary>Adds what is called when sums are given up that updates may have been waiting for.</summary>
    public void OnDiverged(Action action)
    {
        lock (_change) _diverged.Add(action);
    }

    public void Forget(Action action)
    {
        lock (_change) _diverged.Remove(action);
    }

    /// <summary>The id by which the ranks of an attempt to join find each other.</summary>
    public NcclUniqueId IdFor(int generation)
    {
        // Waits until whoever gave the last one up is done.
        lock (_change)
        {
            var attempt = (generation, _group.Failures);
            if (_idOf != attempt) _id = Nccl.CreateUniqueId();
            _idOf = attempt;
            return _id;
        }
    }

    /// <summary>Who has not joined, in words.</summary>
    public string Missing()
    {
        string[] missing = [.. _all.Where(rank => !rank.HasStarted).Select(rank => rank.ToString())];
        return missing.Length == 0 ? "All ranks have started." : $"Not started: {string.Join(", ", missing)}.";
    }

    /// <summary>Gives all communicators up, so that no stream waits in them any more, and tells why.</summary>
    /// <param name="failure">The reason; null when it is known already.</param>
    public void Break(ReplicaFailedException? failure)
    {
        lock (_change)
        {
            Volatile.Write(ref _generation, _generation + 1);
            foreach (Action action in _diverged) action();
            // Before the streams go on: what they then hold is no sum.
            if (failure is not null) Fault.Raise(failure);
            AbortAll();
        }
    }

    public void Dispose()
    {
        _watchdog?.Dispose();
        if (!TryFinalize()) AbortAll();
        foreach (NcclRank rank in _all) rank.Dispose();
    }

    /// <summary>In parallel, as an abort may wait for other ranks' aborts.</summary>
    private void AbortAll()
    {
        Thread[] threads = [.. _all.Select(rank => new Thread(rank.Abort) { IsBackground = true, Name = $"Mirrored abort {rank}" })];
        foreach (Thread thread in threads) thread.Start();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < threads.Length; i++)
        {
            TimeSpan left = LongestEnd - Stopwatch.GetElapsedTime(start);
            // A GPU on which not even an abort comes back is lost.
            if (!threads[i].Join(left > TimeSpan.Zero ? left : TimeSpan.Zero)) _group.Replicas[i].Device.Abandon();
        }
    }

    /// <summary>Ends the communicators in order, which needs all ranks and all collectives done.</summary>
    private bool TryFinalize()
    {
        if (!AreReady || CudaFault.Process.First is not null) return false;
        try
        {
            foreach (NcclRank rank in _all) rank.BeginFinalize();
            long start = Stopwatch.GetTimestamp();
            for (SpinWait spin = default; !_all.All(rank => rank.IsFinalized); spin.SpinOnce())
                if (Stopwatch.GetElapsedTime(start) > LongestEnd) return false;
            return true;
        }
        catch (Exception failure) when (failure is GpuException or NcclAbortedException)
        {
            HandleLedger.Process.Failed(new ReleaseFailure(nameof(NcclCommunicator), failure.Message));
            return false;
        }
    }
}
