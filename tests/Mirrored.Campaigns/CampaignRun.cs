namespace Mirrored.Campaigns;

/// <summary>One run of a campaign: how large it is, its randomness, a folder of its own, its log and its count.</summary>
internal sealed class CampaignRun : IDisposable
{
    private const int ShownFailures = 20;

    private readonly TextWriter _log;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirrored-campaign-");

    /// <summary>Begins a run.</summary>
    /// <param name="full">Whether it is the whole campaign, or the short version of it.</param>
    /// <param name="seed">Decides everything random.</param>
    /// <param name="log">Where lines go besides standard output.</param>
    public CampaignRun(bool full, int seed, TextWriter log)
    {
        (Full, Seed, Random, _log) = (full, seed, new Random(seed), log);
    }

    /// <summary>Whether it is the whole campaign.</summary>
    public bool Full { get; }

    /// <summary>What <see cref="Random"/> began with.</summary>
    public int Seed { get; }

    /// <summary>The generator of the run.</summary>
    public Random Random { get; }

    /// <summary>A folder that goes with the run.</summary>
    public string Folder => _folder.FullName;

    /// <summary>How many trials there were.</summary>
    public int Trials { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failures { get; private set; }

    /// <summary>The size of something in this version of the campaign.</summary>
    public int Of(int brief, int full) => Full ? full : brief;

    /// <summary>Counts a trial.</summary>
    /// <param name="holds">Whether it went as promised.</param>
    /// <param name="what">What was tried and found, for the log of those that did not; enough to repeat it.</param>
    /// <returns>Whether it went as promised.</returns>
    public bool Expect(bool holds, FormattableString what)
    {
        Trials++;
        if (holds) return true;
        if (++Failures <= ShownFailures) Say(FormattableString.Invariant($"FAILED {FormattableString.Invariant(what)}"));
        else if (Failures == ShownFailures + 1) Say("... and more");
        return false;
    }

    /// <summary>Writes a line to standard output and to the log.</summary>
    public void Say(FormattableString line) => Say(FormattableString.Invariant(line));

    /// <inheritdoc cref="Say(FormattableString)"/>
    public void Say(string line)
    {
        Console.WriteLine(line);
        _log.WriteLine(line);
        _log.Flush();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
