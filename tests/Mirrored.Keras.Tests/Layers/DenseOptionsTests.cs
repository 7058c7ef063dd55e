namespace Mirrored.Keras.Tests;

/// <summary>Dense over rows of two axes, with an initializer and an activation of its own.</summary>
public sealed class DenseOptionsTests : LayerTests
{
    protected override Shape RowShape => [2, 3];

    protected override Layer Create() => new Dense(2, "softplus")
    {
        KernelInitializer = new RandomNormal(stddev: 0.5, seed: 3), BiasInitializer = new RandomUniform(-0.5, 0.5, seed: 4),
    };

    protected override double[] Reference(double[] row, double[][] weights) =>
    [
        .. from r in Enumerable.Range(0, 2)
           from j in Enumerable.Range(0, 2)
           select Math.Log(1 + Math.Exp(weights[1][j] + Enumerable.Range(0, 3).Sum(i => row[(r * 3) + i] * weights[0][(i * 2) + j]))),
    ];
}
