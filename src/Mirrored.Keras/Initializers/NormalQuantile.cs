namespace Mirrored.Keras;

/// <summary>The number below which a normal number lies with a given probability.</summary>
/// <remarks>Rational functions of Wichura's AS 241 (1988), good to 1e-8 here: the logarithm is our float32 one, so that the bits
/// are the same on every machine.</remarks>
internal static class NormalQuantile
{
    private const double Central = 0.425;

    private static readonly double[] CentralTop =
    [
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
        1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ];

    private static readonly double[] CentralBottom =
    [
        5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
        687.1870074920579083, 42.313330701600911252, 1,
    ];

    private static readonly double[] TailTop =
    [
        7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
        5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ];

    private static readonly double[] TailBottom =
    [
        1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
        0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
    ];

    /// <summary>The quantile of a probability in [1e-10, 1 - 1e-10].</summary>
    public static double Of(double probability)
    {
        double q = probability - 0.5;
        if (Math.Abs(q) <= Central)
        {
            double square = (Central * Central) - (q * q);
            return q * Polynomial(CentralTop, square) / Polynomial(CentralBottom, square);
        }

        double tail = Math.Sqrt(-VectorMath.Log((float)Math.Min(probability, 1 - probability))) - 1.6;
        return Math.Sign(q) * Polynomial(TailTop, tail) / Polynomial(TailBottom, tail);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (double coefficient in coefficients) sum = (sum * x) + coefficient;
        return sum;
    }
}
