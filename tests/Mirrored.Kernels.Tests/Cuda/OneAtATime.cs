namespace Mirrored;

/// <summary>Tests that count what a whole device or process holds run alone: one process has one driver.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
