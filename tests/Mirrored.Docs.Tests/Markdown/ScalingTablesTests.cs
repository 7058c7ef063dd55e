using Mirrored.ScalingModel;

namespace Mirrored.Docs.Tests;

/// <summary>The scaling model's tables are what its program prints, and it still meets the published figures.</summary>
public sealed class ScalingTablesTests
{
    /// <summary>The largest miss among the published figures, VGG-16 on 512 GPUs, is 13 %.</summary>
    private const double LargestMiss = 0.15;

    [Fact]
    public void Tables_InTheDocs_AreWhatTheProgramPrints()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ScalingReport.Write(output);
        string page = Repository.Read("docs/scaling.md").ReplaceLineEndings("\n");
        Assert.EndsWith(output.ToString().TrimEnd(), page.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void PublishedFigures_AllOfThem_AreMetWithinTheLargestMiss() =>
        Assert.All(PublishedChecks.All(), check => Assert.InRange(Math.Abs(check.Error), 0, LargestMiss));
}
