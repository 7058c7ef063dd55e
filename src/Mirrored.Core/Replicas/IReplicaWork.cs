namespace Mirrored;

/// <summary>Something that every replica does on its own thread.</summary>
internal interface IReplicaWork
{
    /// <summary>The number of the training step that this is, from 1; 0 for anything else.</summary>
    long Step { get; }

    /// <summary>Does one replica's part.</summary>
    void Run(Replica replica);
}
