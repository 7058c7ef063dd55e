using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>Two random matrices as a shape says, and what one element of their product is.</summary>
internal sealed class Factors
{
    private const double Tolerance = 1e-3; // Sums of up to 2048 products below 1/4, in float32.

    private readonly ProductLoad _shape;

    public Factors(ProductLoad shape)
    {
        _shape = shape;
        var random = new Random(1);
        A = Random(random, shape.M * shape.K);
        B = Random(random, shape.K * shape.N);
    }

    /// <summary>Row by row, stored transposed where the shape says so.</summary>
    public float[] A { get; }

    /// <summary>Row by row, stored transposed where the shape says so.</summary>
    public float[] B { get; }

    /// <summary>Requires the last element of the product.</summary>
    /// <exception cref="InvalidOperationException">The library was called wrongly.</exception>
    public void Check(float last)
    {
        double sum = 0;
        for (int k = 0; k < _shape.K; k++)
        {
            double a = _shape.TransposeA ? A[(k + 1) * _shape.M - 1] : A[(_shape.M - 1) * _shape.K + k];
            double b = _shape.TransposeB ? B[(_shape.N - 1) * _shape.K + k] : B[(k + 1) * _shape.N - 1];
            sum += a * b;
        }

        if (!(Math.Abs(sum - last) < Tolerance)) throw new InvalidOperationException($"{_shape}: {last} is not {sum}.");
    }

    private static float[] Random(Random random, int length)
    {
        float[] values = new float[length];
        foreach (ref float value in values.AsSpan()) value = random.NextSingle() - 0.5f;
        return values;
    }
}
