namespace Mirrored.Keras.Tests;

/// <summary>An independent float64 network of dense layers with the mean sparse cross-entropy of its softmax as loss.</summary>
/// <param name="layers">The layers.</param>
/// <param name="normalise">Whether outputs are divided by their sum before the loss, as probabilities are.</param>
internal sealed class ReferenceNetwork(IReadOnlyList<ReferenceDense> layers, bool normalise = false)
{
    /// <summary>The step of central differences: error of order step² beside rounding of order 2^-53 / step.</summary>
    private const double Step = 1e-5;

    /// <summary>Makes the reference of a model of Dense layers with its present weights.</summary>
    public static ReferenceNetwork Of(Sequential model)
    {
        Queue<NDArray<float>> weights = new(model.GetWeights());
        return new ReferenceNetwork([.. model.Layers.OfType<Dense>().Select(layer =>
        {
            NDArray<float> kernel = weights.Dequeue();
            double[,] matrix = new double[kernel.Shape[0], kernel.Shape[1]];
            for (int i = 0; i < matrix.GetLength(0); i++)
                for (int j = 0; j < matrix.GetLength(1); j++) matrix[i, j] = kernel[i, j];
            double[]? bias = layer.UseBias ? [.. weights.Dequeue().ToArray().Select(v => (double)v)] : null;
            return new ReferenceDense(matrix, bias, layer.Activation.Name);
        })]);
    }

    public double[] Predict(ReadOnlySpan<float> row)
    {
        double[] x = new double[row.Length];
        for (int i = 0; i < x.Length; i++) x[i] = row[i];
        foreach (ReferenceDense layer in layers) x = layer.Call(x);
        return x;
    }

    /// <summary>The mean of <c>-log p_label</c> over all rows.</summary>
    public double Loss(NDArray<float> x, int[] labels)
    {
        double sum = 0;
        int width = (int)x.Shape.RowShape().Length;
        for (int r = 0; r < labels.Length; r++)
        {
            double[] p = Predict(x.Span.Slice(r * width, width));
            sum -= Math.Log(p[labels[r]] / (normalise ? p.Sum() : 1));
        }

        return sum / labels.Length;
    }

    /// <summary>The gradient of <see cref="Loss"/> by central differences: one flat array per weight, in model order.</summary>
    public IReadOnlyList<double[]> NumericGradients(NDArray<float> x, int[] labels)
    {
        List<double[]> gradients = [];
        foreach (ReferenceDense layer in layers)
        {
            int columns = layer.Kernel.GetLength(1);
            gradients.Add(Differences(layer.Kernel.Length, i => ref layer.Kernel[i / columns, i % columns], x, labels));
            if (layer.Bias is { } bias) gradients.Add(Differences(bias.Length, i => ref bias[i], x, labels));
        }

        return gradients;
    }

    private delegate ref double Element(int index);

    private double[] Differences(int count, Element element, NDArray<float> x, int[] labels)
    {
        double[] gradient = new double[count];
        for (int i = 0; i < count; i++)
        {
            double value = element(i);
            element(i) = value + Step;
            double above = Loss(x, labels);
            element(i) = value - Step;
            double below = Loss(x, labels);
            element(i) = value;
            gradient[i] = (above - below) / (2 * Step);
        }

        return gradient;
    }
}
