namespace Mirrored.Campaigns;

/// <summary>A promise of docs/reliability.md that is tried many times, by a seeded generator or at every point there is.</summary>
internal abstract class Campaign
{
    /// <summary>What to type: one lower-case word.</summary>
    public abstract string Name { get; }

    /// <summary>The row of docs/reliability.md, such as <c>A1</c>.</summary>
    public abstract string Goal { get; }

    /// <summary>What is tried, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>How long a run may take before it counts as hung: a generous multiple of what it takes.</summary>
    public virtual TimeSpan Limit(bool full) => full ? TimeSpan.FromMinutes(60) : TimeSpan.FromMinutes(2);

    /// <summary>Tries it, telling <paramref name="run"/> how every trial went.</summary>
    /// <param name="run">Size, randomness, a folder, and the log.</param>
    public abstract void Run(CampaignRun run);
}
