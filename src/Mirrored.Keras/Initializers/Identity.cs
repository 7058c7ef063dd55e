namespace Mirrored.Keras;

/// <summary>The identity matrix times a factor: <c>gain</c> on the diagonal, 0 elsewhere; matrices only.</summary>
public sealed class Identity : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not finite.</exception>
    public Identity(double gain = 1)
    {
        if (!double.IsFinite(gain)) throw new ArgumentOutOfRangeException(nameof(gain), gain, "Expected a finite number.");
        Gain = gain;
    }

    /// <summary>The factor.</summary>
    public double Gain { get; }

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        if (shape.Rank != 2) throw new ArgumentException($"The identity is a matrix: expected (n, m), found {shape}.", nameof(shape));
        for (int i = 0; i < Math.Min(shape[0], shape[1]); i++) values[(i * shape[1]) + i] = (float)Gain;
    }
}
