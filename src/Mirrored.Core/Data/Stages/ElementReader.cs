namespace Mirrored;

/// <summary>One pass over a dataset: hands out one element after another. One thread at a time may use it.</summary>
/// <typeparam name="T">What an element is.</typeparam>
internal abstract class ElementReader<T> : IDisposable
{
    /// <summary>Reads the next element.</summary>
    /// <param name="element">Before: an element that may be filled anew, which only a <see cref="StagedBatch"/> can be, or
    /// nothing. Behind: the element. A reader fills what it is given or replaces it, but never keeps it.</param>
    /// <returns>False at the end, and from then on.</returns>
    /// <exception cref="DatasetException">Code of the user failed.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public abstract bool TryNext(ref T element);

    /// <summary>Ends the pass: what it opened is closed, its threads end. Returns within <see cref="BackgroundWork.CloseLimit"/>.
    /// </summary>
    public abstract void Dispose();
}
