namespace Mirrored;

/// <summary>What a reader must know of the pass that it makes.</summary>
/// <param name="Iteration">The number of the pass: the epoch, unless there is a Repeat in between.</param>
/// <param name="Seed">The seed of every Shuffle that has none of its own.</param>
/// <param name="Token">Ends the pass from outside.</param>
internal readonly record struct Pass(int Iteration, ulong Seed, CancellationToken Token);
