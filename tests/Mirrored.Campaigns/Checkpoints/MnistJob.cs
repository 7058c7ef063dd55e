using System.Globalization;
using System.Text.Json;

namespace Mirrored.Campaigns.Checkpoints;

/// <summary>A training run of the sample that is interrupted again and again: what to type, and what is on disk.</summary>
/// <param name="folder">A folder of its own.</param>
/// <param name="saveEvery">Steps between checkpoints.</param>
internal sealed class MnistJob(string folder, int saveEvery)
{
    private readonly string _report = Path.Combine(folder, "report.json");

    /// <summary>The folder of the checkpoints.</summary>
    public string Checkpoints { get; } = Path.Combine(folder, "checkpoints");

    /// <summary>The step of the newest checkpoint that has its name; 0 when there is none.</summary>
    public long NewestStep()
    {
        using CheckpointManager manager = new(Checkpoints);
        if (manager.LatestCheckpoint is not { } path) return 0;
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, "checkpoint.json")));
        return manifest.RootElement.GetProperty("step").GetInt64();
    }

    /// <summary>Whether a checkpoint is being written.</summary>
    public bool IsSaving() => Directory.Exists(Checkpoints) && Directory.EnumerateDirectories(Checkpoints, "*.tmp").Any();

    /// <summary>Starts the run, or goes on with it.</summary>
    /// <param name="replicas">On how many virtual devices.</param>
    public SampleProcess Start(int replicas) => new(
        "--deterministic", "--batch-size", "64", "--limit", "6000", "--hidden", "32", "--epochs", "8", "--verbose", "0", "--threads", "1",
        "--cpus", replicas.ToString(CultureInfo.InvariantCulture), "--checkpoint-dir", Checkpoints, "--save-every",
        saveEvery.ToString(CultureInfo.InvariantCulture), "--resume", "--report", _report);

    /// <summary>What the run that came to its end reports.</summary>
    public (string Sha256, long ResumedFrom, long StepsRun, long Steps) Report()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(_report));
        JsonElement root = report.RootElement;
        return (root.GetProperty("weights_sha256").GetString()!, root.GetProperty("resumed_from_step").GetInt64(),
            root.GetProperty("steps_run").GetInt64(), root.GetProperty("steps").GetInt64());
    }
}
