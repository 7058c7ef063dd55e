namespace Mirrored.Core.Tests;

/// <summary>Tests that plant faults or watch the clock run alone: one process has one driver.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
