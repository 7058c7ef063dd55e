namespace Mirrored;

/// <summary>What a product must be: in float64 with the error that float32 may have, and bit for bit.</summary>
internal sealed class ProductReference
{
    /// <summary>Half a unit in the last place of 1: the largest relative error of one rounding to float32.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private readonly double[] _exact;
    private readonly double[] _tolerance;

    public ProductReference(ProductCase product, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        _exact = new double[product.M * product.N];
        _tolerance = new double[_exact.Length];
        Chain = new float[_exact.Length];

        // k roundings, each of a partial sum of at most the sum of magnitudes: Higham's gamma_k = k u / (1 - k u).
        double gamma = product.K * UnitRoundoff / (1 - product.K * UnitRoundoff);
        for (int row = 0; row < product.M; row++)
        {
            for (int column = 0; column < product.N; column++)
            {
                double sum = 0, magnitude = 0;
                float chain = 0;
                for (int term = 0; term < product.K; term++)
                {
                    float left = a[product.IndexA(row, term)], right = b[product.IndexB(term, column)];
                    sum += (double)left * right;
                    magnitude += Math.Abs((double)left * right);
                    chain = MathF.FusedMultiplyAdd(left, right, chain);
                }

                int index = row * product.N + column;
                _exact[index] = sum;
                _tolerance[index] = gamma * magnitude;
                Chain[index] = chain;
            }
        }
    }

    /// <summary>Each element as one chain of fused multiply-adds over the terms in ascending order.</summary>
    public float[] Chain { get; }

    /// <summary>The first element that is further from the float64 product than rounding can be; -1 for none.</summary>
    public int FirstWrong(ReadOnlySpan<float> actual)
    {
        if (actual.Length != _exact.Length) throw new ArgumentException("Other size.", nameof(actual));
        for (int i = 0; i < actual.Length; i++)
            if (!(Math.Abs(actual[i] - _exact[i]) <= _tolerance[i])) return i; // NaN is wrong, too
        return -1;
    }
}
