using System.Collections;
using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The size of a tensor along each axis; written as <c>784</c>, <c>[28, 28]</c> or <c>new Shape(28, 28)</c>.</summary>
/// <remarks>Axes are row-major: the last one is contiguous. Every size is zero or more.</remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[]? _axes;

    /// <summary>Makes a shape of the given axis sizes; none at all is the shape of a single number.</summary>
    /// <param name="axes">The size along each axis, outermost first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Shape(params ReadOnlySpan<int> axes)
    {
        foreach (int axis in axes) ArgumentOutOfRangeException.ThrowIfNegative(axis, nameof(axes));
        _axes = axes.ToArray();
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _axes?.Length ?? 0;

    /// <summary>The number of elements: the product of all axes, 1 for no axes.</summary>
    /// <exception cref="OverflowException">The product does not fit into 64 bits.</exception>
    public long Length
    {
        get
        {
            long length = 1;
            foreach (int axis in _axes ?? []) length = checked(length * axis);
            return length;
        }
    }

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The size along one axis; negative counts from the end, as in Keras.</summary>
    /// <param name="axis">From <c>-Rank</c> to <c>Rank - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis]
    {
        get
        {
            int index = axis < 0 ? axis + Rank : axis;
            if ((uint)index >= (uint)Rank)
                throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Shape {this} has {Rank} axes.");
            return _axes![index];
        }
    }

    /// <summary>Makes the shape of one axis.</summary>
    public static implicit operator Shape(int size) => new(size);

    /// <summary>Makes the shape of the given axes.</summary>
    public static implicit operator Shape(int[] axes)
    {
        // A null here is mostly a 'condition ? shape : null', which the compiler takes for a null array.
        ArgumentNullException.ThrowIfNull(axes);
        return new((ReadOnlySpan<int>)axes);
    }

    /// <summary>True when both have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>True when any axis differs.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Makes a shape; collection expressions such as <c>[28, 28]</c> call it.</summary>
    /// <param name="axes">The size along each axis, outermost first.</param>
    /// <returns>The shape.</returns>
    public static Shape Create(ReadOnlySpan<int> axes) => new(axes);

    /// <summary>The shape of <paramref name="rows"/> elements of this shape: one axis more, in front.</summary>
    /// <param name="rows">The size of the new first axis.</param>
    /// <returns>The longer shape.</returns>
    public Shape Prepend(int rows) => new([rows, .. _axes ?? []]);

    /// <summary>The shape of one row: this one without its first axis.</summary>
    /// <returns>The shorter shape.</returns>
    /// <exception cref="InvalidOperationException">There is no axis to remove.</exception>
    public Shape RowShape() => Rank > 0
        ? new(_axes.AsSpan(1))
        : throw new InvalidOperationException("A single number has no rows.");

    /// <inheritdoc/>
    public bool Equals(Shape other) => (_axes ?? []).AsSpan().SequenceEqual(other._axes ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int axis in _axes ?? []) hash.Add(axis);
        return hash.ToHashCode();
    }

    /// <summary>The shape as Keras prints it: <c>(28, 28)</c>, <c>(784,)</c>, <c>()</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Rank == 1 ? $"({_axes![0]},)" : $"({string.Join(", ", _axes ?? [])})";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_axes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
