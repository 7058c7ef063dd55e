using System.Globalization;

namespace Mirrored;

/// <summary>Finds out why a collective does not complete, from what every rank has called and how far its device has come.
/// </summary>
internal static class CollectiveDiagnosis
{
    /// <summary>What the exception of a collective that ran out of time says.</summary>
    public static CollectiveException TimedOut(IReadOnlyList<NcclRank> ranks, NcclRank waiting, CollectiveRecord record, TimeSpan limit)
    {
        (NcclRank blamed, string cause) = Blame(ranks, waiting, record);
        return new CollectiveException(
            string.Create(CultureInfo.InvariantCulture,
                $"{waiting}: {record} did not complete within {limit.TotalSeconds:0.###} s. {cause}"),
            Failure(ranks, blamed, record, limit, cause));
    }

    /// <summary>What the exception of a collective that NCCL itself called failed says.</summary>
    public static CollectiveException Failed(
        IReadOnlyList<NcclRank> ranks, NcclRank rank, CollectiveRecord record, TimeSpan limit, NcclException cause) => new(
        $"{rank}: {record} failed. {cause.Message}", Failure(ranks, rank, record, limit, cause.Advice), cause);

    /// <summary>What the exception of an initialisation says.</summary>
    public static CollectiveException NotInitialised(NcclRank rank, string message, string likelyCause, TimeSpan limit, Exception? cause) =>
        new($"{rank}: {message} {likelyCause}".TrimEnd(),
            new CollectiveFailure(
                rank.Device, rank.Index, nameof(NcclImports.ncclCommInitRankConfig), 0, 0, limit, likelyCause, []),
            cause);

    private static (NcclRank Rank, string Cause) Blame(IReadOnlyList<NcclRank> ranks, NcclRank waiting, CollectiveRecord record)
    {
        foreach (NcclRank rank in ranks)
        {
            long called = rank.Recorder.Called;
            if (called < record.Sequence)
            {
                string last = called == 0 ? "it has called none" : $"its last one was {rank.Recorder.Find(called)}";
                return (rank, $"{rank} has not called it: {last}. Look what its thread does; if steps really take that long, "
                    + "raise StrategyOptions.Timeout.");
            }
        }

        foreach (NcclRank rank in ranks)
        {
            CollectiveRecord theirs = rank.Recorder.Find(record.Sequence);
            if (!theirs.AgreesWith(record))
                return (rank, $"{rank} called {theirs} instead: all ranks must call the same in the same order.");
        }

        foreach (NcclRank rank in ranks)
        {
            if (!rank.HasBegun(record.Sequence))
                return (rank, $"{rank} has not come to it: a kernel before it hangs or is slow. If steps really take that long, raise "
                    + "StrategyOptions.Timeout.");
        }

        return (waiting, "All ranks have come to it, so the way between the GPUs is in doubt: set NCCL_DEBUG=INFO, and try "
            + "NCCL_P2P_DISABLE=1 (PCIe access control or an IOMMU may block peer access).");
    }

    private static CollectiveFailure Failure(
        IReadOnlyList<NcclRank> ranks, NcclRank blamed, CollectiveRecord record, TimeSpan limit, string cause) => new(
        blamed.Device, blamed.Index, record.Operation, record.Sequence, record.Count, limit, cause,
        [.. ranks.SelectMany(rank => rank.Describe())]);
}
