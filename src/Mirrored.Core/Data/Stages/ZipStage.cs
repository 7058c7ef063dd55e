namespace Mirrored;

/// <summary>Pairs of elements of two datasets, as many as the shorter has.</summary>
internal sealed class ZipStage<TFirst, TSecond>(ElementStage<TFirst> first, ElementStage<TSecond> second)
    : ElementStage<(TFirst First, TSecond Second)>
{
    public override long Count => Counts.Zip(first.Count, second.Count);

    public override int Shuffles => Math.Max(first.Shuffles, second.Shuffles);

    public override ElementReader<(TFirst First, TSecond Second)> Open(Pass pass)
    {
        ElementReader<TFirst> opened = first.Open(pass);
        try
        {
            return new Reader(opened, second.Open(pass));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private sealed class Reader(ElementReader<TFirst> first, ElementReader<TSecond> second)
        : ElementReader<(TFirst First, TSecond Second)>
    {
        public override bool TryNext(ref (TFirst First, TSecond Second) element)
        {
            // A pair that was handed out may be kept: nothing of it is filled again.
            element = default;
            return first.TryNext(ref element.First) && second.TryNext(ref element.Second);
        }

        public override void Dispose()
        {
            try
            {
                first.Dispose();
            }
            finally
            {
                second.Dispose();
            }
        }
    }
}
