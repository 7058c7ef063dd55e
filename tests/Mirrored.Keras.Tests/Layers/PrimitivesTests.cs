namespace Mirrored.Keras.Tests;

/// <summary>A layer written outside from all kinds of primitives, whose weights and inputs are used more than once.</summary>
public sealed class PrimitivesTests : LayerTests
{
    protected override Layer Create() => new Mixture();

    protected override double[] Reference(double[] row, double[][] weights)
    {
        double[] w = weights[0];
        double[] scaled = [.. row.Select((v, j) => (v * w[j]) + (v / (w[j] + 2)) - Math.Pow(v * v + 1, 1.5))];
        double largest = scaled.Max(), mean = scaled.Average();
        double[] shifted = [.. scaled.Select((v, j) => Math.Max(v - mean, w[j]) + Math.Min(v, 0.1))];
        double[] gated = [.. shifted.Select(v => v > 0.05 ? Math.Exp(v - largest) : Math.Log(Math.Abs(v) + 1))];
        return [.. gated.Select((v, j) => v + (row[j] * 0.5) + Math.Sqrt((w[j] * w[j]) + 1))];
    }

    private sealed class Mixture : Layer
    {
        private Parameter? _w;

        protected override void Build(Shape inputShape) => _w = AddWeight("w", inputShape, new RandomUniform(-0.4, 0.4, seed: 9));

        protected internal override PlanTensor Call(StepBuilder step, PlanTensor x)
        {
            PlanTensor w = _w!;
            PlanTensor scaled = step.Subtract(
                step.Add(step.Multiply(x, w), step.Divide(x, step.Add(w, 2))), step.Pow(step.Add(step.Square(x), 1), 1.5));
            PlanTensor largest = step.Max(scaled, keepAxis: true), mean = step.Mean(scaled, keepAxis: true);
            PlanTensor shifted = step.Add(step.Maximum(step.Subtract(scaled, mean), w), step.Minimum(scaled, 0.1));
            PlanTensor gated = step.Where(
                step.Greater(shifted, 0.05), step.Exp(step.Subtract(shifted, largest)), step.Log1p(step.Abs(shifted)));
            return step.Add(step.Add(gated, step.Multiply(x, 0.5)), step.Sqrt(step.Add(step.Multiply(w, w), 1)));
        }
    }
}
