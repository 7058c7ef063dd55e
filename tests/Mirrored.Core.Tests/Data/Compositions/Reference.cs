namespace Mirrored;

/// <summary>tf.data's rules written down as plainly as possible: sequences of lists of row numbers, nothing clever.</summary>
/// <remarks>Only the random numbers are the product's; how a shuffle uses them is written down here again.</remarks>
internal static class Reference
{
    public const ulong AmbientSeed = 11;

    private const uint FirstShuffle = 0x5348_0000;

    /// <summary>The elements of one pass: one number for a row, several for a batch.</summary>
    public static IEnumerable<int[]> Run(Composition composition, int iteration) =>
        Run(composition.Rows, composition.Steps, iteration);

    private static IEnumerable<int[]> Run(int rows, string[] steps, int iteration)
    {
        if (steps.Length == 0) return Enumerable.Range(0, rows).Select(row => new[] { row });
        string[] words = steps[^1].Split(' ');
        string[] before = steps[..^1];
        IEnumerable<int[]> Input(int pass) => Run(rows, before, pass);
        int Number(int position) => int.Parse(words[position], System.Globalization.CultureInfo.InvariantCulture);
        int shuffles = before.Count(step => step.StartsWith("shuffle", StringComparison.Ordinal));
        uint stream = FirstShuffle + (uint)shuffles;
        return words[0] switch
        {
            "shuffle" => Shuffle(Input(iteration), Number(1), new ShuffleRandom(AmbientSeed, iteration, stream)),
            "shuffle-seed" => Shuffle(Input(iteration), 4, new ShuffleRandom((ulong)Number(1), iteration, stream)),
            "shuffle-once" => Shuffle(Input(iteration), Number(1), new ShuffleRandom(AmbientSeed, 0, stream)),
            "repeat" => Repeat(Input, Number(1), iteration),
            "take" => Number(1) < 0 ? Input(iteration) : Input(iteration).Take(Number(1)),
            "skip" => Number(1) < 0 ? [] : Input(iteration).Skip(Number(1)),
            "shard" => Input(iteration).Where((_, index) => index % Number(1) == Number(2)),
            "cache" => Input(0),
            "batch" => Input(iteration).Chunk(Number(1)).Select(Flat),
            "batch-full" => Input(iteration).Chunk(Number(1)).Where(chunk => chunk.Length == Number(1)).Select(Flat),
            "unbatch" => Input(iteration).SelectMany(batch => batch.Select(row => new[] { row })),
            "filter" => Input(iteration).Where(element => element[0] % 3 != 1),
            "map" => Input(iteration).Select(element => element.Select(row => row + 100).ToArray()),
            "append" => Input(iteration).Concat(Input(iteration).Take(2)),
            _ => throw new ArgumentException(steps[^1]),
        };
    }

    private static int[] Flat(int[][] rows) => [.. rows.SelectMany(row => row)];

    private static IEnumerable<int[]> Shuffle(IEnumerable<int[]> input, int bufferSize, ShuffleRandom random)
    {
        var buffer = new List<int[]>();
        using IEnumerator<int[]> rest = input.GetEnumerator();
        while (buffer.Count < bufferSize && rest.MoveNext()) buffer.Add(rest.Current);
        while (buffer.Count > 0)
        {
            int slot = random.Next(buffer.Count);
            yield return buffer[slot];
            if (rest.MoveNext())
            {
                buffer[slot] = rest.Current;
            }
            else
            {
                buffer[slot] = buffer[^1];
                buffer.RemoveAt(buffer.Count - 1);
            }
        }
    }

    // Passes are numbered through all epochs; an epoch of an endless repeat has 2^20 numbers to itself.
    private static IEnumerable<int[]> Repeat(Func<int, IEnumerable<int[]>> input, int times, int iteration)
    {
        for (int pass = 0; pass != times; pass++)
        {
            int number = unchecked((iteration * (times < 0 ? 1 << 20 : times)) + pass);
            bool any = false;
            foreach (int[] element in input(number))
            {
                any = true;
                yield return element;
            }

            if (!any) yield break;
        }
    }
}
