namespace Mirrored;

/// <summary>Turns row numbers into what people see who enumerate a dataset.</summary>
internal static class RowReader
{
    public static Example ReadExample(IndexPipeline pipeline, ReadOnlySpan<int> rows) => new(
        pipeline.X.Rows(rows[0], 1).Reshape([.. pipeline.X.Shape.RowShape()]),
        pipeline.Y switch
        {
            NDArray<float> y => y.Rows(rows[0], 1).Reshape([.. y.Shape.RowShape()]),
            { } y => ReadClasses(y, rows).Reshape([.. y.Shape.RowShape()]),
            null => null,
        })
    {
        SampleWeight = pipeline.Weights?.Span[rows[0]],
    };

    public static Batch ReadBatch(IndexPipeline pipeline, ReadOnlySpan<int> rows) => new(
        pipeline.X.Gather(rows),
        pipeline.Y switch
        {
            NDArray<float> y => y.Gather(rows),
            { } y => ReadClasses(y, rows),
            null => null,
        })
    {
        SampleWeight = pipeline.Weights?.Gather(rows),
    };

    private static NDArray<int> ReadClasses(NDArray y, ReadOnlySpan<int> rows)
    {
        if (y is NDArray<int> classes) return classes.Gather(rows);
        NDArray<byte> bytes = y.As<byte>().Gather(rows);
        return new(Array.ConvertAll(bytes.ToArray(), b => (int)b), bytes.Shape);
    }
}
