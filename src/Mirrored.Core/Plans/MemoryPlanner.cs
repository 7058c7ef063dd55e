namespace Mirrored;

/// <summary>Gives every arena tensor of a plan a place, so that tensors that live at different times share memory.</summary>
internal static class MemoryPlanner
{
    /// <summary>Sets the offsets of all arena tensors.</summary>
    /// <returns>The bytes that the plan needs.</returns>
    public static long Place(IReadOnlyList<Operation> operations, IReadOnlyCollection<PlanTensor> kept)
    {
        List<Lifetime> placed = [];
        long size = 0;
        // Large tensors first: the small ones fill the gaps that they leave.
        foreach (Lifetime tensor in Lifetimes(operations, kept).OrderByDescending(l => l.Tensor.Bytes))
        {
            long offset = 0;
            foreach (Lifetime other in placed.Where(tensor.Overlaps).OrderBy(l => l.Tensor.Offset))
            {
                if (offset + Padded(tensor) <= other.Tensor.Offset) break;
                offset = Math.Max(offset, other.Tensor.Offset + Padded(other));
            }

            tensor.Tensor.Offset = offset;
            placed.Add(tensor);
            size = Math.Max(size, offset + Padded(tensor));
        }

        return size;
    }

    private static List<Lifetime> Lifetimes(IReadOnlyList<Operation> operations, IReadOnlyCollection<PlanTensor> kept)
    {
        Dictionary<PlanTensor, Lifetime> lifetimes = [];
        for (int i = 0; i < operations.Count; i++)
        {
            foreach (PlanTensor tensor in operations[i].Reads.Concat(operations[i].Writes).Select(t => t.Root))
            {
                if (tensor.Region != MemoryRegion.Arena) continue;
                lifetimes[tensor] = lifetimes.TryGetValue(tensor, out Lifetime? known)
                    ? known with { Last = i }
                    : new Lifetime(tensor, i, i);
            }
        }

        foreach (PlanTensor tensor in kept.Select(t => t.Root))
            if (lifetimes.TryGetValue(tensor, out Lifetime? known)) lifetimes[tensor] = known with { Last = int.MaxValue };
        return [.. lifetimes.Values];
    }

    private static long Padded(Lifetime lifetime) =>
        (lifetime.Tensor.Bytes + ParameterLayout.Alignment - 1) / ParameterLayout.Alignment * ParameterLayout.Alignment;

    private sealed record Lifetime(PlanTensor Tensor, int First, int Last)
    {
        public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;
    }
}
