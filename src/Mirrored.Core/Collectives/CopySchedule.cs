namespace Mirrored;

/// <summary>How one bucket is summed by copies: what each replica does in each phase. Between phases all wait for all.</summary>
internal sealed class CopySchedule(ExchangeContext context)
{
    /// <summary>The most that is staged of one source: bounds the memory that copies of others' gradients take.</summary>
    public const long PieceBytes = 4L << 20;

    private readonly List<ExchangeTask>[][] _phases = [.. Enumerable.Range(0, 3).Select(_ => NoTasks(context.Replicas))];
    private readonly long[] _staging = new long[context.Replicas];

    private int ElementSize => context.Type.Size();

    /// <summary>Cuts a bucket into pieces of whole cache lines, so that no two replicas write to the same one.</summary>
    public Bucket Slice(Bucket bucket, int slices, int slice)
    {
        long line = 64 / ElementSize;
        long lines = (bucket.Count + line - 1) / line;
        long start = Math.Min(bucket.Count, lines * slice / slices * line);
        long end = Math.Min(bucket.Count, lines * (slice + 1) / slices * line);
        return new Bucket(bucket.Start + start, end - start);
    }

    /// <summary>Lets a replica add up a slice of some sources and give the sum to some replicas.</summary>
    /// <param name="phase">When.</param>
    /// <param name="at">The replica that adds.</param>
    /// <param name="sources">What it adds, in this order.</param>
    /// <param name="receivers">The replicas whose sum gets the result.</param>
    /// <param name="slice">The elements.</param>
    public void Sum(int phase, int at, IReadOnlyList<ExchangeLeaf> sources, IReadOnlyList<int> receivers, Bucket slice)
    {
        long most = PieceBytes / ElementSize;
        for (long start = 0; start < slice.Count; start += most)
            SumPiece(_phases[phase][at], at, sources, receivers, new Bucket(slice.Start + start, Math.Min(most, slice.Count - start)));
    }

    /// <summary>Lets a replica copy a slice of its sum to another's.</summary>
    public void Copy(int phase, int from, int to, Bucket slice)
    {
        if (slice.Count == 0) return;
        _phases[phase][from].Add(new CopyTask(Place(from, slice), Place(to, slice), slice.Count * ElementSize));
    }

    /// <summary>The bytes that a replica needs to hold copies of what it adds.</summary>
    public long StagingBytes(int replica) => _staging[replica];

    /// <summary>Binds one replica's part: its operations by phase. A phase in which nobody does anything is left out.</summary>
    public PreparedOperation[][] Prepare(Replica replica, nint staging) =>
    [
        .. _phases.Where(phase => phase.Any(tasks => tasks.Count > 0))
            .Select(phase => phase[replica.Index].Select(task => task.Prepare(context, replica, staging)).ToArray()),
    ];

    private void SumPiece(
        List<ExchangeTask> tasks, int at, IReadOnlyList<ExchangeLeaf> sources, IReadOnlyList<int> receivers, Bucket piece)
    {
        long bytes = piece.Count * ElementSize, staged = 0;
        List<ExchangePlace> places = [];
        foreach (ExchangeLeaf source in sources)
        {
            ExchangePlace place = new(source.Replica, source.Address + (nint)(piece.Start * ElementSize));
            if (!SharesMemory(at, source.Replica))
            {
                ExchangePlace copy = new(at, (nint)staged, InStaging: true);
                tasks.Add(new CopyTask(place, copy, bytes));
                place = copy;
                staged += (bytes + ParameterLayout.Alignment - 1) / ParameterLayout.Alignment * ParameterLayout.Alignment;
            }

            places.Add(place);
        }

        _staging[at] = Math.Max(_staging[at], staged);
        tasks.Add(new SumTask(places, [.. receivers.Where(r => SharesMemory(at, r)).Select(r => Place(r, piece))], piece.Count));
        foreach (int receiver in receivers.Where(r => !SharesMemory(at, r)))
            tasks.Add(new CopyTask(Place(at, piece), Place(receiver, piece), bytes));
    }

    private ExchangePlace Place(int replica, Bucket slice) => new(replica, context.Sums[replica] + (nint)(slice.Start * ElementSize));

    private bool SharesMemory(int one, int other) => context.Device(one).SharesMemoryWith(context.Device(other));

    private static List<ExchangeTask>[] NoTasks(int replicas) => [.. Enumerable.Range(0, replicas).Select(_ => new List<ExchangeTask>())];
}
