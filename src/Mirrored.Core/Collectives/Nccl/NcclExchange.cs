namespace Mirrored;

/// <summary>An exchange by NCCL: each bucket is one all-reduce in place, on the communication stream.</summary>
internal sealed class NcclExchange : GradientExchange
{
    private readonly NcclRanks _ranks;
    private readonly NcclRank _rank;
    private readonly ExchangeContext _context;
    private readonly PreparedOperation[][][] _own; // By bucket and phase: adds up this replica's own leaves.

    private NcclExchange(Replica replica, ExchangeContext context, NcclRanks ranks) : base(replica)
    {
        _ranks = ranks;
        _rank = ranks.All[replica.Index];
        _context = context;
        try
        {
            _own = [.. context.Buckets.Select(bucket => OwnLeaves(context, replica, bucket))];
        }
        catch
        {
            base.Dispose();
            throw;
        }

        if (replica.Index == 0) ranks.OnDiverged(context.MarkDiverged);
    }

    /// <summary>Makes an exchange for each replica; the first one of a strategy starts NCCL.</summary>
    public static IReadOnlyList<GradientExchange> Connect(ExchangeContext context)
    {
        NcclRanks ranks = NcclRanks.Of(context.Group);
        var all = new NcclExchange[context.Replicas];
        try
        {
            context.Group.RunAll(replica => all[replica.Index] = new NcclExchange(replica, context, ranks));
            return all;
        }
        catch
        {
            foreach (NcclExchange? made in all) made?.Dispose();
            throw;
        }
    }

    public override void Recover()
    {
        if (!_rank.HasJoined(_ranks.Generation)) _rank.Join();
    }

    public override void Dispose()
    {
        if (Replica.Index == 0) _ranks.Forget(_context.MarkDiverged);
        base.Dispose();
    }

    protected override void Sum(int bucket)
    {
        foreach (PreparedOperation[] phase in _own[bucket])
            foreach (PreparedOperation operation in phase) operation.Launch();
        Bucket range = _context.Buckets[bucket];
        nint address = _context.Sums[Replica.Index] + (nint)(range.Start * _context.Type.Size());
        _rank.AllReduce(address, range.Count, _context.Type);
    }

    private static PreparedOperation[][] OwnLeaves(ExchangeContext context, Replica replica, Bucket bucket)
    {
        CopySchedule schedule = new(context);
        ExchangeLeaf[] own = [.. context.Leaves.Where(leaf => leaf.Replica == replica.Index)];
        if (own.Length > 1) schedule.Sum(0, replica.Index, own, [replica.Index], bucket);
        return schedule.Prepare(replica, staging: 0);
    }
}
