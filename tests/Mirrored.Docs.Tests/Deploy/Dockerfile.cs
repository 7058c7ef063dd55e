using System.Text.RegularExpressions;

namespace Mirrored.Docs.Tests;

/// <summary>The instructions of a Dockerfile, and what can be said of them without an engine.</summary>
internal sealed partial class Dockerfile
{
    private readonly List<Stage> _stages = [];

    /// <summary>Reads a file's text.</summary>
    public Dockerfile(string text)
    {
        string joined = Continuation().Replace(Comment().Replace(text.ReplaceLineEndings("\n"), ""), " ");
        foreach (string line in joined.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(' ', 2, StringSplitOptions.TrimEntries);
            (string name, string argument) = (words[0].ToUpperInvariant(), words.Length > 1 ? words[1] : "");
            if (name == "FROM") _stages.Add(new Stage(argument));
            else if (_stages.Count > 0) _stages[^1].Instructions.Add((name, argument));
        }
    }

    /// <summary>The names of the stages, in order.</summary>
    public IEnumerable<string> Stages => _stages.Select(stage => stage.Name);

    /// <summary>What is wrong: with images and copied files everywhere, and in the stages that are to run.</summary>
    /// <param name="run">The names of the stages that containers are started from.</param>
    /// <param name="exists">Whether the folder that is built from has a path.</param>
    public IEnumerable<string> Problems(IEnumerable<string> run, Func<string, bool> exists)
    {
        foreach (Stage stage in _stages)
        {
            if (!Stages.Contains(stage.Image) && (!stage.Image.Contains(':') || stage.Image.EndsWith(":latest", StringComparison.Ordinal)))
                yield return $"{stage.Image} names no release.";
            foreach ((string name, string argument) in stage.Instructions)
            {
                if (name == "ADD") yield return $"ADD {argument}: COPY says what it does.";
                if (name != "COPY") continue;
                string[] words = [.. argument.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal))];
                Match from = From().Match(argument);
                if (from.Success && !Stages.Contains(from.Groups[1].Value)) yield return $"COPY from {from.Groups[1].Value}, which is no stage.";
                if (from.Success) continue;
                foreach (string source in words[..^1].Where(source => !exists(source))) yield return $"COPY {source}, which is not there.";
            }
        }

        foreach (string name in run)
        {
            Stage stage = _stages.Single(stage => stage.Name == name);
            string? user = stage.Instructions.LastOrDefault(i => i.Name == "USER").Argument;
            if (user is null || user.StartsWith('0') || user.StartsWith("root", StringComparison.Ordinal)) yield return $"{name} runs as root.";
            string? entry = stage.Instructions.LastOrDefault(i => i.Name == "ENTRYPOINT").Argument;
            if (entry?.StartsWith('[') != true) yield return $"{name} is started by a shell, which keeps signals to itself.";
        }
    }

    [GeneratedRegex(@"^[ \t]*#.*\n?", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s*\\[ \t]*\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"--from=(\S+)")]
    private static partial Regex From();

    private sealed class Stage
    {
        public Stage(string argument)
        {
            string[] words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (Image, Name) = (words[0], words is [_, "AS" or "as", var name] ? name : words[0]);
        }

        public string Image { get; }

        public string Name { get; }

        public List<(string Name, string Argument)> Instructions { get; } = [];
    }
}
