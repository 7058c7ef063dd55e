namespace Mirrored.Samples.Tests;

/// <summary>The tutorial's custom loop on real images.</summary>
public sealed class CustomLoopTests
{
    [Fact]
    public void Run_OnAnyCpus_IsAccurateAndFitToTheBit()
    {
        string One(string cpus)
        {
            (int code, string output, string error) = Sample.RunProgram(
                "customloop", "--cpus", cpus, "--epochs", "2", "--limit", "6000", "--batch-size", "250", "--deterministic", "--compare");
            Assert.Equal((0, ""), (code, error));
            string[] hashes = [.. output.Split("weights ").Skip(1).Select(rest => rest[..16])];
            Assert.Equal(2, hashes.Length);
            Assert.Equal(hashes[0], hashes[1]);
            string accuracy = output.Split("Test accuracy: ")[1][..6];
            Assert.InRange(double.Parse(accuracy, System.Globalization.CultureInfo.InvariantCulture), 0.85, 1);
            return hashes[0] + accuracy;
        }

        Assert.Equal(One("1"), One("3"));
    }

    [Theory]
    [InlineData("--cpus 0", "1")]
    [InlineData("--frobnicate", "--frobnicate")]
    public void Run_BadArguments_EndsWith2AndOneLine(string arguments, string says)
    {
        (int code, _, string error) = Sample.RunProgram("customloop", arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }
}
