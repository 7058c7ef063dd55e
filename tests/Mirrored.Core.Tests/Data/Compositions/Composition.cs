namespace Mirrored;

/// <summary>A pipeline as a list of words, so that the product and the reference can both be made of it.</summary>
/// <remarks><c>7: shuffle 3, batch 2</c> is seven rows, shuffled with a buffer of three, in batches of two.</remarks>
public sealed record Composition(int Rows, params string[] Steps)
{
    // Pairs of all of these, and some longer ones: see All.
    private static readonly string[] Words =
    [
        "shuffle 4", "shuffle 100", "shuffle-seed 3", "shuffle-once 5", "repeat 2", "repeat -1", "take 5", "take -1", "take 0",
        "skip 2", "skip -1", "shard 3 1", "cache", "batch 3", "batch-full 3", "unbatch", "filter", "map", "append",
    ];

    private static readonly int[] RowCounts = [1, 2, 7, 10];

    /// <summary>More than 500 pipelines, the same in every run.</summary>
    public static IEnumerable<Composition> All()
    {
        foreach (string word in Words.Where(word => word != "unbatch")) yield return new(10, word);
        int turn = 0;
        foreach (string first in Words)
            foreach (string second in Words)
                if (Fits(first, second)) yield return new(RowCounts[turn++ % RowCounts.Length], first, second);
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            string[] steps = [.. Enumerable.Range(0, random.Next(3, 7)).Select(_ => Words[random.Next(Words.Length)])];
            if (Fits(steps)) yield return new(RowCounts[i % RowCounts.Length], steps);
        }
    }

    /// <summary>Batches are made of rows, and rows of batches.</summary>
    private static bool Fits(params string[] steps)
    {
        bool batched = false;
        foreach (string step in steps)
        {
            bool batches = step.StartsWith("batch", StringComparison.Ordinal);
            if (batches && batched || step == "unbatch" && !batched) return false;
            batched = batches || (batched && step != "unbatch");
        }

        return true;
    }

    public override string ToString() => $"{Rows}: {string.Join(", ", Steps)}";
}
