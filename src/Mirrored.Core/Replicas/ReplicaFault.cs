namespace Mirrored;

/// <summary>The first failure of any replica; once raised, everybody stops waiting for the others.</summary>
internal sealed class ReplicaFault
{
    private readonly List<Sequence> _waits = [];
    private ReplicaFailedException? _failure;

    public bool IsRaised => Volatile.Read(ref _failure) is not null;

    public ReplicaFailedException? Failure => Volatile.Read(ref _failure);

    /// <summary>Adds a sequence whose waiting threads a failure wakes.</summary>
    public Sequence Watch(Sequence sequence)
    {
        _waits.Add(sequence);
        return sequence;
    }

    /// <summary>Raises a failure; only the first one counts.</summary>
    public void Raise(ReplicaFailedException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is not null) return;
        foreach (Sequence sequence in _waits) sequence.Wake();
    }

    /// <summary>Forgets the failure; only while no replica runs.</summary>
    public void Reset() => Volatile.Write(ref _failure, null);
}
