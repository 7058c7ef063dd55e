namespace Mirrored.Cli.Tests;

/// <summary>Tests that start processes: two at once would hold each other up, and the doctor promises how long it takes.</summary>
[CollectionDefinition(nameof(OneAtATime), DisableParallelization = true)]
public sealed class OneAtATime;
