namespace Mirrored;

/// <summary>What a step knows of the replica that it runs on; <c>strategy.Run</c> hands it in.</summary>
/// <remarks>Belongs to the replica's thread, and is of no use when the step has returned. Source: TensorFlow's
/// <c>tf.distribute.ReplicaContext</c>.</remarks>
public sealed class ReplicaContext
{
    [ThreadStatic]
    private static ReplicaContext? s_current;

    private readonly Rendezvous _rendezvous;

    internal ReplicaContext(MirroredStrategy strategy, Replica replica, Rendezvous rendezvous, Shard? shard)
    {
        (Strategy, Replica, _rendezvous, Shard) = (strategy, replica, rendezvous, shard);
    }

    /// <summary>The context of the step that the calling thread runs; null outside of <c>strategy.Run</c>.</summary>
    public static ReplicaContext? Current => s_current;

    /// <summary>The number of the replica, from 0.</summary>
    public int ReplicaId => Replica.Index;

    /// <summary>The number of replicas.</summary>
    public int NumReplicasInSync => Strategy.NumReplicasInSync;

    /// <summary>The device.</summary>
    public DeviceId Device => Replica.Device.Id;

    /// <summary>The strategy.</summary>
    public MirroredStrategy Strategy { get; }

    internal Replica Replica { get; }

    /// <summary>The rows of the step; null in a step without data.</summary>
    internal Shard? Shard { get; }

    /// <summary>Sums or averages a number over all replicas; every replica has to call it.</summary>
    /// <param name="op">How.</param>
    /// <param name="value">This replica's number.</param>
    /// <returns>The result, which all replicas get.</returns>
    /// <exception cref="InvalidOperationException">Another replica has returned, or does something else; or the caller is not in
    /// the step of this context.</exception>
    public double AllReduce(ReduceOp op, double value)
    {
        double sum = Meet("AllReduce of a number", value).Sum(v => (double)v!); // All bring a double.
        return op == ReduceOp.Mean ? sum / NumReplicasInSync : sum;
    }

    /// <summary>Sums or averages an array over all replicas, element by element; every replica has to call it.</summary>
    /// <param name="op">How.</param>
    /// <param name="value">This replica's numbers, for all replicas of one shape.</param>
    /// <returns>The result, which all replicas get.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="InvalidOperationException">Another replica has returned, or does something else; or the caller is not in
    /// the step of this context.</exception>
    public NDArray<float> AllReduce(ReduceOp op, NDArray<float> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return HostReduction.OverReplicas(op, [.. Meet("AllReduce of an array", value).Select(v => (NDArray<float>)v!)]);
    }

    /// <summary>Ends the step when another replica has failed: for long work of one's own. Calls of the library do it by
    /// themselves.</summary>
    /// <exception cref="Exception">Another replica failed; let it pass.</exception>
    public void ThrowIfStopped()
    {
        if (Strategy.Group.Fault.IsRaised) throw new StepAbortedException();
    }

    /// <summary>The context of the calling thread, for what works within a step only.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static ReplicaContext Require(string what)
    {
        ReplicaContext context = s_current ?? throw new InvalidOperationException(
            $"{what} works on a replica: call it in the function given to strategy.Run, on the thread that it is called on.");
        context.ThrowIfStopped();
        return context;
    }

    /// <summary>Runs a step with this context.</summary>
    internal T Run<T>(Func<ReplicaContext, T> step)
    {
        s_current = this;
        try
        {
            T result = step(this);
            _rendezvous.Leave(ReplicaId);
            return result;
        }
        finally
        {
            s_current = null;
        }
    }

    /// <summary>Waits for all replicas before something that they do together.</summary>
    internal IReadOnlyList<object?> Meet(string what, object? value = null)
    {
        if (s_current != this)
            throw new InvalidOperationException($"{what} belongs into the step of {Device}, on the thread that runs it.");
        ThrowIfStopped();
        return _rendezvous.Meet(ReplicaId, what, value);
    }
}
