namespace Mirrored.Keras;

/// <summary>A random matrix with orthonormal rows or columns, whichever are fewer, times a factor.</summary>
/// <remarks>The Q of the QR decomposition, with positive diagonal of R, of a matrix of normal numbers; axes before the last count
/// as one. In float64, so up to some thousand columns are a matter of seconds. Source: Saxe et al., 2013.</remarks>
public sealed class Orthogonal : Initializer
{
    /// <summary>Makes the initializer.</summary>
    /// <param name="gain">The factor.</param>
    /// <param name="seed">Draws from this seed instead of the strategy's; null takes that one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not finite.</exception>
    public Orthogonal(double gain = 1, long? seed = null)
    {
        if (!double.IsFinite(gain)) throw new ArgumentOutOfRangeException(nameof(gain), gain, "Expected a finite number.");
        (Gain, Seed) = (gain, seed);
    }

    /// <summary>The factor.</summary>
    public double Gain { get; }

    /// <summary>The initializer's own seed, or null.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    protected internal override void Fill(Span<float> values, Shape shape, InitialRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (shape.Rank < 2) throw new ArgumentException($"An orthogonal start needs (..., n, m), found {shape}.", nameof(shape));
        random.WithSeed(Seed).Normal(values, 0, 1);
        int columns = shape[-1], rows = values.Length / Math.Max(1, columns);
        bool tall = rows >= columns;
        double[][] vectors = new double[Math.Min(rows, columns)][];
        for (int v = 0; v < vectors.Length; v++)
        {
            vectors[v] = new double[Math.Max(rows, columns)];
            for (int i = 0; i < vectors[v].Length; i++) vectors[v][i] = values[At(v, i)];
            Orthonormalize(vectors, v);
        }

        for (int v = 0; v < vectors.Length; v++)
            for (int i = 0; i < vectors[v].Length; i++) values[At(v, i)] = (float)(Gain * vectors[v][i]);

        int At(int vector, int element) => tall ? (element * columns) + vector : (vector * columns) + element;
    }

    /// <summary>Takes from a vector what lies along those before it, twice because the first time rounds, and makes its length
    /// 1: Gram and Schmidt's way.</summary>
    private static void Orthonormalize(double[][] vectors, int last)
    {
        double[] vector = vectors[last];
        for (int pass = 0; pass < 2; pass++)
        {
            for (int v = 0; v < last; v++)
            {
                double along = Dot(vector, vectors[v]);
                for (int i = 0; i < vector.Length; i++) vector[i] -= along * vectors[v][i];
            }
        }

        double length = Math.Sqrt(Dot(vector, vector));
        for (int i = 0; i < vector.Length; i++) vector[i] /= length;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
