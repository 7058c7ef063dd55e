namespace Mirrored.Keras.Tests;

/// <summary>One layer of the float64 reference: <c>activation(x W + b)</c>, in plain loops.</summary>
internal sealed record ReferenceDense(double[,] Kernel, double[]? Bias, string Activation)
{
    public double[] Call(double[] x)
    {
        double[] y = new double[Kernel.GetLength(1)];
        for (int j = 0; j < y.Length; j++)
        {
            double sum = Bias?[j] ?? 0;
            for (int i = 0; i < x.Length; i++) sum += x[i] * Kernel[i, j];
            y[j] = sum;
        }

        if (Activation == "softmax") return Softmax(y);
        for (int j = 0; j < y.Length; j++)
        {
            y[j] = Activation switch
            {
                "linear" => y[j],
                "relu" => Math.Max(y[j], 0),
                "sigmoid" => 1 / (1 + Math.Exp(-y[j])),
                "tanh" => Math.Tanh(y[j]),
                _ => throw new ArgumentException($"No reference for {Activation}."),
            };
        }

        return y;
    }

    private static double[] Softmax(double[] x)
    {
        double max = x.Max();
        double[] e = [.. x.Select(v => Math.Exp(v - max))];
        double sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }
}
