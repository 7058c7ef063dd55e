namespace Mirrored;

/// <summary>Something that every replica does on its own thread.</summary>
internal interface IReplicaWork
{
    /// <summary>Does one replica's part.</summary>
    void Run(Replica replica);
}
