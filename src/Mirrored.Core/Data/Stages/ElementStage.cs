namespace Mirrored;

/// <summary>One operation of a dataset whose elements flow one by one; immutable, opened once for each pass.</summary>
/// <typeparam name="T">What an element is.</typeparam>
internal abstract class ElementStage<T>
{
    /// <summary>The elements of one pass, or an answer of <see cref="Counts"/>.</summary>
    public abstract long Count { get; }

    /// <summary>How many shuffles an element passes up to here; a shuffle's random numbers depend on it.</summary>
    public abstract int Shuffles { get; }

    /// <summary>Begins a pass.</summary>
    public abstract ElementReader<T> Open(Pass pass);
}
