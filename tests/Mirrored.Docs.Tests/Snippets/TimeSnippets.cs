namespace Mirrored.Docs.Tests;

/// <summary>The example of docs/time.md.</summary>
internal static class TimeSnippets
{
    public static void Breakdown(Sequential model, NDArray<float> x, NDArray<int> y)
    {
        History history = model.Fit(x, y, batchSize: 256, epochs: 3, verbose: Verbosity.Silent);
        if (history.StepBreakdowns[^1] is { } times)
        {
            Console.WriteLine(times); // A line for each device: "GPU:0 1.25 ms: input 2 %, host 1 %, compute 70 %, ..."
            Console.WriteLine(times.Advice ?? "Nothing holds it back.");
        }
    }
}
