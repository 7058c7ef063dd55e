namespace Mirrored.Docs.Tests;

/// <summary>What the markdown files say about code and files is still so.</summary>
public sealed class DocumentationTests
{
    private static readonly SourceLines Sources = new(Repository.Files(".cs").Select(Repository.Read));

    public static TheoryData<string> MarkdownFiles => [.. Repository.Files(".md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(MarkdownFiles))]
    public void CodeBlocks_InCSharp_StandInACompiledFile(string path) =>
        Assert.Empty(new MarkdownFile(path, Repository.Read(path)).BlocksWithoutSource(Sources));

    [Theory]
    [MemberData(nameof(MarkdownFiles))]
    public void Links_Relative_LeadSomewhere(string path) =>
        Assert.Empty(new MarkdownFile(path, Repository.Read(path)).BrokenLinks(Repository.Exists));

    [Fact]
    public void Readme_IsAmongTheFiles() => Assert.Contains("README.md", Repository.Files(".md"));
}
