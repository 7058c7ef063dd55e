namespace Mirrored.Docs.Tests;

public sealed class MarkdownFileTests
{
    private static readonly SourceLines Sources = new(["class C\n{\n    void M()\n    {\n        A();\n\n        B();\n    }\n}\n"]);

    [Theory]
    [InlineData("A();\n\nB();", 0)]
    [InlineData("    A();\n\n    B();", 0)]
    [InlineData("{\n    A();\n\n    B();\n}", 0)]
    [InlineData("A();\nB();", 1)]
    [InlineData("A();\n\n    B();", 1)]
    [InlineData("A();\n\nB(1);", 1)]
    [InlineData("B();\nC();", 1)]
    [InlineData("", 1)]
    public void BlocksWithoutSource_Block_IsFoundVerbatimOnly(string code, int missing)
    {
        MarkdownFile file = new("x.md", $"text\n```csharp\n{code}\n```\n");

        Assert.Equal(missing, file.BlocksWithoutSource(Sources).Count());
    }

    [Fact]
    public void BlocksWithoutSource_OtherLanguages_AreLeftAlone() =>
        Assert.Empty(new MarkdownFile("x.md", "```\nZ();\n```\n\n```bash\nZ();\n```\n").BlocksWithoutSource(Sources));

    [Fact]
    public void BlocksWithoutSource_Missing_SaysFileAndLine() => Assert.Equal(
        "docs/x.md(3): no C# file holds these lines: Z(); ...",
        Assert.Single(new MarkdownFile("docs/x.md", "one\ntwo\n```csharp\nZ();\n```\n").BlocksWithoutSource(Sources)));

    [Theory]
    [InlineData("[a](there.md)", 0)]
    [InlineData("[a](there.md#part)", 0)]
    [InlineData("[a](#part)", 0)]
    [InlineData("[a](https://example.org/gone.md)", 0)]
    [InlineData("`[a](gone.md)`", 0)]
    [InlineData("```\n[a](gone.md)\n```", 0)]
    [InlineData("[a](gone.md) and [b](there.md)", 1)]
    [InlineData("[a](gone.md) and [b](../also/gone.md)", 2)]
    [InlineData("[a](gone.md \"title\")", 1)]
    public void BrokenLinks_Links_AreFoundOutsideCodeOnly(string text, int broken)
    {
        string there = Path.Combine("docs", "there.md");

        Assert.Equal(broken, new MarkdownFile("docs/x.md", text).BrokenLinks(path => path == there).Count());
    }

    [Fact]
    public void Constructor_BlockWithoutEnd_IsRefused() =>
        Assert.Throws<FormatException>(() => new MarkdownFile("x.md", "```csharp\nA();\n"));
}
