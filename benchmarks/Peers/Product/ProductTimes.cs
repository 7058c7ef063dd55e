namespace Mirrored.Peers;

/// <summary>What a process of one side reports, on the last line that it prints: the seconds of each product, in the order of
/// <see cref="Mirrored.Benchmarks.Kernels.ProductLoad.All"/>; nothing when the library is not there.</summary>
internal sealed record ProductTimes(string? Name, IReadOnlyList<double> Seconds);
