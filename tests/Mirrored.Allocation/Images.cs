namespace Mirrored.Allocation;

/// <summary>Made-up images, as row numbers or streaming.</summary>
internal static class Images
{
    public const int Pixels = 784;

    private const int BatchSize = 128;

    /// <summary>Five batches and a smaller one, so that every epoch goes through two plans.</summary>
    private const int Rows = 5 * BatchSize + 40;

    /// <summary>Makes a dataset.</summary>
    /// <param name="kind"><c>index</c>: row numbers. <c>stream</c>: examples through every operation that user code goes
    /// through, without an end. <c>batches</c>: batches that the user made, of two sizes, without an end.</param>
    public static Dataset<Batch> Of(string kind)
    {
        Dataset<Example> slices = Slices();
        return kind switch
        {
            "index" => slices.Shuffle(Rows).Batch(BatchSize),
            "stream" => Dataset.FromEnumerable(new Cycle<Example>([.. slices]))
                .Filter(example => example.Y is not null).Map(example => example).Map(example => example, numParallelCalls: 2)
                .Shuffle(64).Prefetch(4).Batch(BatchSize).Take(long.MaxValue).Prefetch(Dataset.AutoTune),
            _ => Dataset.FromEnumerable(new Cycle<Batch>([.. slices.Batch(BatchSize)])),
        };
    }

    private static Dataset<Example> Slices()
    {
        var random = new Random(1);
        byte[] pixels = new byte[Rows * Pixels];
        byte[] labels = new byte[Rows];
        random.NextBytes(pixels);
        for (int i = 0; i < Rows; i++) labels[i] = (byte)random.Next(10);
        NDArray<float> images = new NDArray<byte>(pixels, [Rows, Pixels]).AsFloat(scale: 1 / 255.0);
        return Dataset.FromTensorSlices(images, new NDArray<byte>(labels, Rows));
    }
}
