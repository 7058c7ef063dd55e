namespace Mirrored.Docs.Tests;

/// <summary>deploy/Dockerfile, as far as that goes without an engine.</summary>
public sealed class DockerfileTests
{
    private const string Good = "FROM a:1 AS build\nFROM build AS train\nCOPY --from=build /x \\\n  /y\nUSER 1:1\nENTRYPOINT [\"/x\"]\n";

    [Fact]
    public void Dockerfile_OfThisRepository_HasNoProblem()
    {
        Dockerfile file = new(Repository.Read("deploy/Dockerfile"));

        Assert.Empty(file.Problems(["train", "ssh", "tensorboard"], Repository.Exists));
        Assert.Equal("train", file.Stages.Last()); // What is built unless a target is named.
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("a:1", "a", "a names no release.")]
    [InlineData("a:1", "a:latest", "a:latest names no release.")]
    [InlineData("--from=build", "--from=gone", "COPY from gone, which is no stage.")]
    [InlineData("--from=build", "--chown=1", "COPY /x, which is not there.")]
    [InlineData("COPY", "ADD", "ADD --from=build /x /y: COPY says what it does.")]
    [InlineData("USER 1:1", "USER root", "train runs as root.")]
    [InlineData("USER 1:1", "# USER 1:1", "train runs as root.")]
    [InlineData("[\"/x\"]", "/x", "train is started by a shell, which keeps signals to itself.")]
    public void Problems_OfAChangedFile_AreFound(string text, string replacement, string problem)
    {
        Dockerfile file = new(text.Length == 0 ? Good : Good.Replace(text, replacement, StringComparison.Ordinal));

        Assert.Equal(problem, string.Join('|', file.Problems(["train"], _ => false)));
    }
}
