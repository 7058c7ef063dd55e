namespace Mirrored.Keras;

/// <summary>What <c>checkpoint.json</c> holds: everything of a checkpoint that is no array. docs/checkpoints.md tells the fields.</summary>
internal sealed record CheckpointManifest
{
    /// <summary>What <see cref="Format"/> says.</summary>
    public const string FormatName = "mirrored-checkpoint";

    /// <summary>The version that is written; older ones are read, later ones refused.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's name.</summary>
    public const string FileName = "checkpoint.json";

    public required string Format { get; init; }

    public required int Version { get; init; }

    /// <summary>The version of Mirrored that wrote it; nothing depends on it.</summary>
    public required string Library { get; init; }

    /// <summary>The updates so far: Adam's <c>t</c>.</summary>
    public required long Step { get; init; }

    /// <summary>The number of the next training step for dropout and noise.</summary>
    public required long RandomStep { get; init; }

    /// <summary>The seed of the strategy, which decides on shuffling, dropout and noise.</summary>
    public required long Seed { get; init; }

    public required bool Deterministic { get; init; }

    /// <summary>How many devices trained; nothing depends on it.</summary>
    public required int Replicas { get; init; }

    /// <summary>The epochs that the model has begun, over all calls of <c>Fit</c>.</summary>
    public required int EpochsSeen { get; init; }

    public required IReadOnlyList<ManifestLayer> Layers { get; init; }

    /// <summary>Null when the model was not compiled.</summary>
    public ManifestOptimizer? Optimizer { get; init; }

    /// <summary>Null when no <c>Fit</c> was under way.</summary>
    public ManifestFit? Fit { get; init; }

    /// <summary>The manifest of a file that was read.</summary>
    /// <exception cref="CheckpointException">It is none.</exception>
    /// <exception cref="CheckpointMismatchException">It is of a later version.</exception>
    public static CheckpointManifest Read(OpenCheckpoint checkpoint) => ManifestJson.Read(checkpoint);
}
