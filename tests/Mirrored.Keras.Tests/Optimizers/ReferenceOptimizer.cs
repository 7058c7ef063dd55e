namespace Mirrored.Keras.Tests;

/// <summary>The formulas of TensorFlow 2.9's optimizers in float64, element by element; independent of the library's rules.
/// </summary>
internal sealed class ReferenceOptimizer
{
    private readonly double[][] _state;

    public ReferenceOptimizer(int length) => _state = [.. Enumerable.Range(0, length).Select(_ => new double[3])];

    /// <summary>What becomes of a weight.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="g">Its gradient.</param>
    /// <param name="s">Its slots.</param>
    /// <param name="lr">The learning rate.</param>
    /// <param name="t">The number of the update, from 1.</param>
    public delegate double Rule(double w, double g, double[] s, double lr, int t);

    public void Step(double[] w, double[] g, Rule rule, double lr, int t)
    {
        for (int i = 0; i < w.Length; i++) w[i] = rule(w[i], g[i], _state[i], lr, t);
    }

    public static double Adam(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        return w - lr * Math.Sqrt(1 - Math.Pow(0.999, t)) / (1 - Math.Pow(0.9, t)) * s[0] / (Math.Sqrt(s[1]) + 1e-7);
    }

    public static double Amsgrad(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        s[2] = Math.Max(s[2], s[1]);
        return w - lr * Math.Sqrt(1 - Math.Pow(0.999, t)) / (1 - Math.Pow(0.9, t)) * s[0] / (Math.Sqrt(s[2]) + 1e-7);
    }

    public static double Sgd(double w, double g, double[] s, double lr, int t) => w - lr * g;

    public static double Momentum(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] - lr * g;
        return w + s[0];
    }

    public static double Nesterov(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] - lr * g;
        return w + 0.9 * s[0] - lr * g;
    }

    public static double RmsProp(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g * g;
        return w - lr * g / (Math.Sqrt(s[0]) + 1e-7);
    }

    public static double RmsPropMomentum(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g * g;
        s[1] = 0.9 * s[1] + lr * g / Math.Sqrt(s[0] + 1e-7);
        return w - s[1];
    }

    public static double RmsPropCentered(double w, double g, double[] s, double lr, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g * g;
        s[1] = 0.9 * s[1] + 0.1 * g;
        return w - lr * g / (Math.Sqrt(s[0] - s[1] * s[1]) + 1e-7);
    }

    public static double Adagrad(double w, double g, double[] s, double lr, int t)
    {
        if (t == 1) s[0] = 0.1;
        s[0] += g * g;
        return w - lr * g / (Math.Sqrt(s[0]) + 1e-7);
    }
}
