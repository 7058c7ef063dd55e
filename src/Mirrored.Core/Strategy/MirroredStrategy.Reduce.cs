using System.Numerics;

namespace Mirrored;

/// <content>One value of those of all replicas.</content>
public sealed partial class MirroredStrategy
{
    /// <summary>Makes one number of those of all replicas.</summary>
    /// <typeparam name="T">A type of number.</typeparam>
    /// <param name="op">Their sum, in replica order, or their mean over replicas.</param>
    /// <param name="values">What a step returned.</param>
    /// <returns>The number. Whole numbers have no mean: reduce them by their sum, or return double.</returns>
    /// <exception cref="ArgumentException">The values are of another strategy, or a mean of whole numbers is asked for.</exception>
    /// <exception cref="OverflowException">The sum does not fit the type.</exception>
    public T Reduce<T>(ReduceOp op, PerReplica<T> values)
        where T : struct, INumber<T>
    {
        Require(op, values);
        bool whole = T.One / (T.One + T.One) == T.Zero;
        if (whole && op == ReduceOp.Mean)
            throw new ArgumentException($"The mean of {typeof(T).Name} would lose its fraction. Reduce by the sum, or return double.", nameof(op));
        if (typeof(T) == typeof(float))
            return T.CreateChecked(values.Sum(double.CreateChecked) / (op == ReduceOp.Mean ? values.Count : 1));
        T sum = T.Zero;
        foreach (T value in values) sum = checked(sum + value);
        return op == ReduceOp.Mean ? sum / T.CreateChecked(values.Count) : sum;
    }

    /// <summary>Makes one array of those of all replicas, added in float64.</summary>
    /// <param name="op">The sum or the mean.</param>
    /// <param name="values">What a step returned.</param>
    /// <param name="axis">Null reduces over the replicas alone, element by element. A number reduces along that axis as well, of
    /// which replicas may have different sizes: a mean divides by the true number of all.</param>
    /// <returns>The array, without the axis if one is given.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, there is no such axis, or the values are of another strategy.</exception>
    public NDArray<float> Reduce(ReduceOp op, PerReplica<NDArray<float>> values, int? axis = null)
    {
        Require(op, values);
        return axis is { } along ? HostReduction.AlongAxis(op, values, along) : HostReduction.OverReplicas(op, values);
    }

    /// <summary>Puts the arrays of all replicas behind one another: predictions of shards become those of the batch, in the order
    /// of its rows.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="values">What a step returned, with at least one axis.</param>
    /// <param name="axis">The axis along which sizes may differ.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The shapes differ elsewhere, there is no such axis, or the values are of another
    /// strategy.</exception>
    public NDArray<T> Gather<T>(PerReplica<NDArray<T>> values, int axis = 0)
        where T : unmanaged
    {
        Require(ReduceOp.Sum, values);
        return HostReduction.Concatenate(values, axis);
    }

    private void Require<T>(ReduceOp op, PerReplica<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!Enum.IsDefined(op)) throw new ArgumentOutOfRangeException(nameof(op), op, "Unknown reduction.");
        if (values.Strategy != this)
            throw new ArgumentException($"The values come from {values.Strategy}, not from {this}.", nameof(values));
        if (values.Any(value => value is null)) throw new ArgumentException("A replica returned null.", nameof(values));
    }
}
