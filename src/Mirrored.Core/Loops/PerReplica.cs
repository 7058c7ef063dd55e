using System.Collections;

namespace Mirrored;

/// <summary>A value of each replica, in replica order: what <c>strategy.Run</c> returns.</summary>
/// <typeparam name="T">What each replica returned.</typeparam>
/// <remarks>With one replica it has one value. <see cref="MirroredStrategy.Reduce{T}"/> and
/// <see cref="MirroredStrategy.Gather{T}"/> make one value of it. Source: TensorFlow's <c>PerReplica</c>.</remarks>
public sealed class PerReplica<T> : IReadOnlyList<T>
{
    private readonly T[] _values;

    internal PerReplica(MirroredStrategy strategy, T[] values) => (Strategy, _values) = (strategy, values);

    /// <summary>The number of replicas.</summary>
    public int Count => _values.Length;

    internal MirroredStrategy Strategy { get; }

    /// <summary>The value of one replica.</summary>
    /// <param name="index">The number of the replica, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such replica.</exception>
    public T this[int index] => index >= 0 && index < _values.Length
        ? _values[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {_values.Length} replicas, counted from 0.");

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Devices and values, as <c>CPU:0: 1.5, CPU:1: 2</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Join(", ", _values.Select((value, replica) => $"{Strategy.DeviceIds[replica]}: {value}"));
}
