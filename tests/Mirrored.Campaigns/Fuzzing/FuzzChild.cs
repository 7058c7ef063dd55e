using System.Text.Json;

namespace Mirrored.Campaigns;

/// <summary>The process that fuzzes: a copy of this program whose parsers are instrumented.</summary>
/// <remarks><c>fuzz-child TARGET EXECUTIONS SEED CORPUS OUT</c>: reads inputs in the folder CORPUS, writes what it kept and found into OUT,
/// and a line of JSON at the end.</remarks>
internal static class FuzzChild
{
    public const string Command = "fuzz-child";

    public static int Run(string[] arguments)
    {
        if (arguments is not [var name, var executions, var seed, var corpus, var output]) return 2;
        _ = new CoverageMap(); // Instrumented code needs it from its first call on, and that makes the seeds.
        FuzzTarget target = FuzzTargets.All.Append(FuzzTargets.Planted).Single(t => t.Name == name);
        Fuzzer fuzzer = new(target, new Random(int.Parse(seed, null)));
        string[] files = Directory.Exists(corpus) ? [.. Directory.GetFiles(corpus).Order(StringComparer.Ordinal)] : [];
        fuzzer.Run(files.Select(File.ReadAllBytes), long.Parse(executions, null));
        FuzzResult result = new(
            fuzzer.Executions, fuzzer.Covered, fuzzer.Inputs.Count, fuzzer.MostMemory, [.. fuzzer.Findings.Keys]);
        Write(Path.Combine(output, "found"), [.. fuzzer.Findings.Values]);
        Write(Path.Combine(output, "corpus"), fuzzer.Minimize());
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static void Write(string folder, IReadOnlyList<byte[]> inputs)
    {
        Directory.CreateDirectory(folder);
        for (int i = 0; i < inputs.Count; i++) File.WriteAllBytes(Path.Combine(folder, $"{i:0000}.bin"), inputs[i]);
    }
}
