namespace Mirrored;

/// <summary>What GPUs compute together failed, or did not complete in time; all of them were stopped.</summary>
/// <remarks>It comes as the cause of a <see cref="ReplicaFailedException"/>. Training can be started again in the same process;
/// a model whose update was under way must be compiled anew first. <see cref="ToString"/> lists the last collectives of
/// every rank.</remarks>
public sealed class CollectiveException : Exception
{
    internal CollectiveException(string message, CollectiveFailure failure, Exception? cause = null)
        : base(message, cause)
    {
        Device = failure.Device;
        Rank = failure.Rank;
        Operation = failure.Operation;
        Sequence = failure.Sequence;
        Count = failure.Count;
        Limit = failure.Limit;
        LikelyCause = failure.LikelyCause;
        History = failure.History;
    }

    /// <summary>The device that failed; the one that most likely keeps the others waiting, when nobody reported a failure.</summary>
    public DeviceId Device { get; }

    /// <summary>The rank of that device: the number of its replica, from 0.</summary>
    public int Rank { get; }

    /// <summary>NCCL's name of the collective, such as <c>ncclAllReduce</c>, or of the initialisation.</summary>
    public string Operation { get; }

    /// <summary>The number of the collective since the communicator was made, from 1; 0 for the initialisation.</summary>
    public long Sequence { get; }

    /// <summary>How many numbers the collective is of.</summary>
    public long Count { get; }

    /// <summary>How long it may take: <see cref="StrategyOptions.Timeout"/>.</summary>
    public TimeSpan Limit { get; }

    /// <summary>What most likely happened, and what to do.</summary>
    public string LikelyCause { get; }

    /// <summary>The last collectives of every rank, at most 64 of each, one line for each, oldest first.</summary>
    public IReadOnlyList<string> History { get; }

    /// <summary>The message, the last collectives and the stack trace.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => History.Count == 0
        ? base.ToString()
        : $"{base.ToString()}{Environment.NewLine}The last collectives of each rank:{Environment.NewLine}"
            + string.Join(Environment.NewLine, History);
}
