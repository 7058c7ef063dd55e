namespace Mirrored;

public static partial class Dataset
{
    /// <summary>A dataset of the elements of an enumerable, which is enumerated anew each epoch.</summary>
    /// <typeparam name="T">What an element is.</typeparam>
    /// <param name="source">The elements, none of them null. It is read on a thread of the library when training.</param>
    /// <returns>The dataset, in the enumerable's order. What the enumerable throws arrives as a
    /// <see cref="DatasetException"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static Dataset<T> FromEnumerable<T>(IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(new EnumerableStage<T>(source, nameof(FromEnumerable)), new EnumerationSeed());
    }

    /// <summary>A dataset of examples made of the elements of an enumerable: rows of a table, records of a file.</summary>
    /// <typeparam name="T">What the enumerable holds.</typeparam>
    /// <param name="source">The elements, none of them null.</param>
    /// <param name="toExample">Makes an example of an element.</param>
    /// <returns>The dataset, in the enumerable's order.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Dataset<Example> FromEnumerable<T>(IEnumerable<T> source, Func<T, Example> toExample) =>
        FromEnumerable(source).Map(toExample);

    /// <summary>A dataset of the elements of an asynchronous enumerable, which is enumerated anew each epoch.</summary>
    /// <typeparam name="T">What an element is.</typeparam>
    /// <param name="source">The elements, none of them null. The token that it is given is cancelled when a pass ends early.</param>
    /// <returns>The dataset, in the enumerable's order. What the enumerable throws arrives as a
    /// <see cref="DatasetException"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    public static Dataset<T> FromAsyncEnumerable<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(new AsyncEnumerableStage<T>(source, nameof(FromAsyncEnumerable)), new EnumerationSeed());
    }

    /// <summary>A dataset of examples made of the elements of an asynchronous enumerable.</summary>
    /// <typeparam name="T">What the enumerable holds.</typeparam>
    /// <param name="source">The elements, none of them null.</param>
    /// <param name="toExample">Makes an example of an element.</param>
    /// <returns>The dataset, in the enumerable's order.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Dataset<Example> FromAsyncEnumerable<T>(IAsyncEnumerable<T> source, Func<T, Example> toExample) =>
        FromAsyncEnumerable(source).Map(toExample);

    /// <summary>The numbers 0, 1, 2, ... up to <paramref name="stop"/>, which is not among them.</summary>
    /// <param name="stop">Where they end.</param>
    /// <returns>The dataset.</returns>
    public static Dataset<long> Range(long stop) => Range(0, stop);

    /// <summary>Whole numbers at equal distances.</summary>
    /// <param name="start">The first.</param>
    /// <param name="stop">Where they end; it is not among them.</param>
    /// <param name="step">The distance; negative counts down.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0.</exception>
    public static Dataset<long> Range(long start, long stop, long step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        return new(new RangeStage(start, stop, step), new EnumerationSeed());
    }

    /// <summary>Pairs of elements of two datasets, as many as the shorter has.</summary>
    /// <typeparam name="TFirst">What an element of the first is.</typeparam>
    /// <typeparam name="TSecond">What an element of the second is.</typeparam>
    /// <param name="first">The first of each pair.</param>
    /// <param name="second">The second of each pair.</param>
    /// <returns>The pairs.</returns>
    /// <exception cref="ArgumentNullException">A dataset is null.</exception>
    public static Dataset<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(Dataset<TFirst> first, Dataset<TSecond> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new(new ZipStage<TFirst, TSecond>(first.Stage, second.Stage), first.Seed);
    }
}
