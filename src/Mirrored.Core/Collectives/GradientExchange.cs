namespace Mirrored;

/// <summary>How the gradients of all leaves become one sum that every replica holds.</summary>
internal abstract class GradientExchange
{
    /// <summary>Sums one bucket over all replicas; every replica calls it with the same buckets in the same order.</summary>
    public abstract void Reduce(int bucket);
}
