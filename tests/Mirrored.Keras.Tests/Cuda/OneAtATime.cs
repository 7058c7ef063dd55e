namespace Mirrored.Keras.Tests;

/// <summary>Tests that plant faults or count calls run alone: one process has one driver.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
