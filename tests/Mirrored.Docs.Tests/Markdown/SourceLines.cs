namespace Mirrored.Docs.Tests;

/// <summary>The lines of all C# files that the repository compiles.</summary>
internal sealed class SourceLines(IEnumerable<string> texts)
{
    private readonly List<string[]> _files = [.. texts.Select(text => text.ReplaceLineEndings("\n").Split('\n'))];

    /// <summary>True when some file holds these lines one after the other, all indented by as much more or less.</summary>
    public bool Contain(IReadOnlyList<string> lines)
    {
        string[] wanted = Dedent(lines);
        return wanted.Any(line => line.Length > 0) && _files.Exists(file => Enumerable.Range(0, Math.Max(0, file.Length - wanted.Length + 1))
            .Any(start => file[start].Trim() == wanted[0].Trim()
                && Dedent(file[start..(start + wanted.Length)]).AsSpan().SequenceEqual(wanted)));
    }

    private static string[] Dedent(IReadOnlyList<string> lines)
    {
        int indent = lines.Where(l => l.Trim().Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return [.. lines.Select(l => l.Trim().Length == 0 ? "" : l[indent..].TrimEnd())];
    }
}
