using System.Text.RegularExpressions;

namespace Mirrored.Docs.Tests;

/// <summary>The code blocks and links of a markdown file.</summary>
internal sealed partial class MarkdownFile
{
    private const string Fence = "```";

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">The file, relative to the repository.</param>
    /// <param name="text">What it holds.</param>
    /// <exception cref="FormatException">A code block has no end.</exception>
    public MarkdownFile(string path, string text)
    {
        Path = path;
        List<CodeBlock> blocks = [];
        List<Link> links = [];
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimStart();
            if (!line.StartsWith(Fence, StringComparison.Ordinal))
            {
                links.AddRange(LinkTarget().Matches(InlineCode().Replace(line, "")).Select(m => new Link(i + 1, m.Groups[1].Value)));
                continue;
            }

            int end = Array.FindIndex(lines, i + 1, l => l.Trim() == Fence);
            if (end < 0) throw new FormatException($"{path}({i + 1}): the code block has no end.");
            blocks.Add(new CodeBlock(i + 1, line[Fence.Length..].Trim(), lines[(i + 1)..end]));
            i = end;
        }

        (Blocks, Links) = (blocks, links);
    }

    /// <summary>The file, relative to the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>All links outside code.</summary>
    public IReadOnlyList<Link> Links { get; }

    /// <summary>The code blocks in C# that are not, up to their indentation, consecutive lines of a source file.</summary>
    public IEnumerable<string> BlocksWithoutSource(SourceLines sources) => Blocks
        .Where(block => block.Language == "csharp" && !sources.Contain(block.Lines))
        .Select(block => $"{Path}({block.Line}): no C# file holds these lines: {(block.Lines is [var first, ..] ? first : "none")} ...");

    /// <summary>The relative links that lead nowhere.</summary>
    /// <param name="exists">Whether there is a file or folder of a path relative to the repository.</param>
    public IEnumerable<string> BrokenLinks(Func<string, bool> exists)
    {
        string folder = System.IO.Path.GetDirectoryName(Path) ?? "";
        foreach (Link link in Links)
        {
            string file = link.Target.Split('#')[0];
            if (file.Length == 0 || file.Contains(':', StringComparison.Ordinal)) continue;
            if (!exists(System.IO.Path.Combine(folder, Uri.UnescapeDataString(file))))
                yield return $"{Path}({link.Line}): {link.Target} does not exist.";
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)(?:\s+""[^""]*"")?\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();
}
