using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The rules of <see cref="VectorLossFunction"/> that go number by number.</summary>
/// <param name="columns">The length of a row.</param>
/// <param name="smoothing">How much labels are smoothed.</param>
internal readonly unsafe struct VectorLossRow(int columns, float smoothing)
{
    /// <summary>The least squared length that a vector is divided by.</summary>
    private const float LeastSquare = 1e-12f;

    private readonly float _keep = 1 - smoothing;
    private readonly float _spread = smoothing / columns;

    /// <summary>A label after smoothing.</summary>
    public float Smooth(float label) => MathF.FusedMultiplyAdd(label, _keep, _spread);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float CrossEntropy(float* p, float* t, float* gradient, float scale)
    {
        float sum = 0;
        for (int column = 0; column < columns; column++) sum += p[column];
        float loss = 0, inner = 0;
        for (int column = 0; column < columns; column++)
        {
            float label = Smooth(t[column]), q = p[column] / sum;
            loss = MathF.FusedMultiplyAdd(label, VectorMath.Log(Clip(q)), loss);
            inner = MathF.FusedMultiplyAdd(Slope(label, q), q, inner);
        }

        if (gradient is null) return 0 - loss;
        for (int column = 0; column < columns; column++)
            gradient[column] = (Slope(Smooth(t[column]), p[column] / sum) - inner) / sum * scale;
        return 0 - loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Hinge(float* p, float* t, float* gradient, float scale)
    {
        float right = 0, wrong = float.NegativeInfinity;
        int worst = -1;
        for (int column = 0; column < columns; column++)
        {
            right = MathF.FusedMultiplyAdd(t[column], p[column], right);
            float other = (1 - t[column]) * p[column];
            if (other > wrong) (wrong, worst) = (other, column);
        }

        float margin = wrong - right + 1;
        bool flat = margin <= 0;
        if (gradient is null) return flat ? 0 : margin;
        for (int column = 0; column < columns; column++)
        {
            float slope = (column == worst ? 1 - t[column] : 0) - t[column];
            gradient[column] = flat ? 0 : slope * scale;
        }

        return flat ? 0 : margin;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Cosine(float* p, float* t, float* gradient, float scale)
    {
        float labels = 0, predictions = 0, both = 0;
        for (int column = 0; column < columns; column++)
        {
            labels = MathF.FusedMultiplyAdd(t[column], t[column], labels);
            predictions = MathF.FusedMultiplyAdd(p[column], p[column], predictions);
            both = MathF.FusedMultiplyAdd(t[column], p[column], both);
        }

        // A length that was raised to the least one does not change with the predictions.
        bool fixedLength = LeastSquare > predictions;
        float square = fixedLength ? LeastSquare : predictions;
        float inverse = 1 / (MathF.Sqrt(LeastSquare > labels ? LeastSquare : labels) * MathF.Sqrt(square));
        float cosine = both * inverse;
        if (gradient is null) return 0 - cosine;
        float shrink = fixedLength ? 0 : cosine / square;
        for (int column = 0; column < columns; column++)
            gradient[column] = MathF.FusedMultiplyAdd(p[column], shrink, 0 - t[column] * inverse) * scale;
        return 0 - cosine;
    }

    private static float Clip(float q) =>
        LossMath.Epsilon > q ? LossMath.Epsilon : q > LossMath.OneLessEpsilon ? LossMath.OneLessEpsilon : q;

    private static float Slope(float label, float q) =>
        LossMath.Epsilon > q || q > LossMath.OneLessEpsilon ? 0 : 0 - label / q;
}
