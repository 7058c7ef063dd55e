namespace Mirrored;

/// <summary>A matrix product, as layers compute it, against float64.</summary>
internal sealed class ProductExamination(string name, TrialDevices gpu, params IReadOnlyList<string> needs)
    : Examination(name, needs)
{
    internal const int M = 96, K = 128, N = 80;

    /// <summary>TF32 rounds both factors to 11 bits, each off by 2^-12 at most; twice the bound leaves room for the sum's own
    /// rounding, which is k 2^-24.</summary>
    private const double Tolerance = 2 * (2.0 / 4096);

    public override DoctorCheck Run()
    {
        PlanTensor a = new("a", [M, K], DType.Float32, MemoryRegion.Arena);
        PlanTensor b = new("b", [K, N], DType.Float32, MemoryRegion.Arena, a.Bytes);
        PlanTensor output = new("product", [M, N], DType.Float32, MemoryRegion.Arena, a.Bytes + b.Bytes);
        float[] left = Numbers(M * K, 0), right = Numbers(K * N, 1);
        float[] found = gpu.Compute(new MatMulOperation { A = a, B = b, Output = output }, [(a, left), (b, right)]);
        return Judge(found, left, right, gpu.Strategy.Precision == Precision.Tf32 ? "TF32" : "float32");
    }

    /// <summary>Holds a product against one in float64.</summary>
    internal DoctorCheck Judge(float[] found, float[] left, float[] right, string precision)
    {
        double worst = 0;
        for (int i = 0; i < M * N; i++) worst = Math.Max(worst, Error(found[i], left, right, i / N, i % N));
        return worst <= Tolerance ? Ok($"{M} x {K} x {N} is right, in {precision}") : Failed(
            $"an element of a {M} x {K} x {N} product is off by {worst:E1} of its terms, {Tolerance:E1} is allowed",
            DoctorFailure.WrongCure);
    }

    internal static float[] Numbers(int count, int phase) =>
        [.. Enumerable.Range(0, count).Select(i => MathF.Sin(0.7f * i + phase))];

    /// <summary>How far an element is off, as a part of the sum of its terms' magnitudes; not a number counts as far.</summary>
    private static double Error(float found, float[] left, float[] right, int row, int column)
    {
        double sum = 0, magnitude = 0;
        for (int k = 0; k < K; k++)
        {
            double term = (double)left[row * K + k] * right[k * N + column];
            sum += term;
            magnitude += Math.Abs(term);
        }

        double error = Math.Abs(found - sum) / magnitude;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
