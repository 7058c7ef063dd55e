namespace Mirrored;

/// <summary>Where the sums over all leaves lie that a plan needs besides its gradients, and which of them are exchanged as one.
/// </summary>
internal sealed class SumLayout
{
    /// <summary>Places the parts and sums of a plan.</summary>
    public SumLayout(IReadOnlyList<Operation> operations)
    {
        ReplicaSum[] within = [.. operations.OfType<ReplicaSum>().Where(sum => !sum.AtEnd)];
        ReplicaSum[] atEnd = [.. operations.OfType<ReplicaSum>().Where(sum => sum.AtEnd)];
        List<Bucket> ranges = [.. within.Select(sum => Place([sum]))];
        if (atEnd.Length > 0) ranges.Add(Place(atEnd));
        (Ranges, Within) = (ranges, within.Length);
    }

    /// <summary>What is exchanged as one: first the sums that the step itself needs, in order; then all others together.</summary>
    public IReadOnlyList<Bucket> Ranges { get; }

    /// <summary>How many of the ranges the step itself needs.</summary>
    public int Within { get; }

    /// <summary>The memory that a leaf needs.</summary>
    public long Bytes { get; private set; }

    private Bucket Place(IReadOnlyList<ReplicaSum> together)
    {
        long start = Bytes;
        foreach (ReplicaSum sum in together)
        {
            for (int i = 0; i < sum.Parts.Count; i++)
            {
                sum.Parts[i].Offset = sum.Sums[i].Offset = Bytes;
                Bytes += (sum.Parts[i].Bytes + ParameterLayout.Alignment - 1) / ParameterLayout.Alignment * ParameterLayout.Alignment;
            }
        }

        return new Bucket(start / sizeof(float), (Bytes - start) / sizeof(float));
    }
}
