namespace Mirrored;

/// <summary>Which elements a dropout keeps: a fixed function of seed, layer, step, global row and column.</summary>
/// <remarks>Element <c>(row, column)</c> draws word <c>column mod 4</c> of Philox4x32-10 with key <see cref="Seed"/> and counter
/// <c>(column / 4, global row, rng step, <see cref="Layer"/>)</c>; it is kept when that word is at least <see cref="Threshold"/>.
/// So the mask does not depend on how rows are spread over replicas, threads or vector lanes.</remarks>
/// <param name="Seed">The key: the strategy's or the layer's seed.</param>
/// <param name="Layer">The number of the dropout in the model, from 0.</param>
/// <param name="Rate">The probability of dropping an element, in [0, 1].</param>
internal readonly record struct DropoutMask(ulong Seed, uint Layer, double Rate)
{
    /// <summary>Words below this are dropped: <c>rate 2^32</c>, at most 2^32 - 1.</summary>
    public uint Threshold => (uint)Math.Min(Math.Round(Rate * 4294967296.0), uint.MaxValue);

    /// <summary>What kept elements are multiplied by: <c>1 / (1 - rate)</c>; 0 for rate 1, which keeps nothing.</summary>
    public float Scale => Rate >= 1 ? 0 : (float)(1 / (1 - Rate));
}
