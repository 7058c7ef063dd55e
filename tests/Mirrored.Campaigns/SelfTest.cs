namespace Mirrored.Campaigns;

/// <summary>The control of all others: a trial that fails is counted, and a seed repeats its numbers.</summary>
internal sealed class SelfTest : Campaign
{
    public override string Name => "self";

    public override string Goal => "-";

    public override string Summary => "failures are counted, and a seed repeats a run";

    public override void Run(CampaignRun run)
    {
        using (CampaignRun inner = new(full: false, run.Seed, TextWriter.Null))
        {
            bool told = inner.Expect(false, $"on purpose");
            run.Expect(!told && inner.Failures == 1 && inner.Trials == 1, $"a failure was not counted");
            run.Expect(inner.Random.Next() == new Random(run.Seed).Next(), $"the seed {run.Seed} gave another number");
            run.Expect(Directory.Exists(inner.Folder), $"there is no folder");
        }
    }
}
