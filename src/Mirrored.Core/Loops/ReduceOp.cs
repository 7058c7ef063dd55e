namespace Mirrored;

/// <summary>How the values of all replicas become one.</summary>
public enum ReduceOp
{
    /// <summary>They are added, in replica order.</summary>
    Sum = 0,

    /// <summary>They are added and divided by how many there are.</summary>
    Mean = 1,
}
