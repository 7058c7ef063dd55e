namespace Mirrored;

/// <summary>Reads ahead without changing anything.</summary>
internal sealed class PrefetchReader<T>(ElementStage<T> stage, Pass pass, BackgroundSettings settings)
    : BackgroundReader<T, T>(stage, pass, settings)
{
    protected override T Convert(T item, long number) => item;
}
