namespace Mirrored;

/// <summary>Reads ahead without changing anything.</summary>
/// <param name="stage">What is read.</param>
/// <param name="pass">The pass.</param>
/// <param name="settings">How far ahead.</param>
/// <param name="recycles">True lets the input fill anew what its taker gives back; only for one who keeps nothing.</param>
internal sealed class PrefetchReader<T>(ElementStage<T> stage, Pass pass, BackgroundSettings settings, bool recycles)
    : BackgroundReader<T, T>(stage, pass, settings)
{
    protected override bool Recycles => recycles;

    protected override T Refill(T used) => used;

    protected override T Convert(T item, long number) => item;
}
