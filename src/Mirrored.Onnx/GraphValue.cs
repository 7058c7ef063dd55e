namespace Mirrored.Keras;

/// <summary>A tensor of an ONNX graph.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Axes">Its axes; -k stands for k times the number of rows, which is known when the graph runs.</param>
internal sealed record GraphValue(string Name, long[] Axes)
{
    /// <summary>The size of the last axis; 1 of a scalar.</summary>
    public long Last => Axes.Length == 0 ? 1 : Axes[^1];

    /// <summary>Whether the axes are these.</summary>
    public bool Is(ReadOnlySpan<long> axes) => Axes.AsSpan().SequenceEqual(axes);

    /// <summary>Whether the last axes are these.</summary>
    public bool EndsIn(long[] axes) => Axes.AsSpan().EndsWith(axes) && axes.All(axis => axis >= 0);
}
