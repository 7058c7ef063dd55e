namespace Mirrored;

/// <summary>Others may not run threads of datasets while these count them.</summary>
[CollectionDefinition(nameof(EndingTests), DisableParallelization = true)]
public sealed class AloneInTheProcess;
