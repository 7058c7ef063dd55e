namespace Mirrored.ScalingModel;

/// <summary>A multi-layer perceptron.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Widths">The sizes of its layers, input first.</param>
public sealed record DenseJob(string Name, IReadOnlyList<int> Widths) : Job(Name)
{
    public override IReadOnlyList<LayerWork> Layers(Accelerator device, double rows) =>
        [.. Enumerable.Range(0, Widths.Count - 1).Select(i => Layer(device, rows, i))];

    private LayerWork Layer(Accelerator device, double rows, int layer)
    {
        double weights = (double)Widths[layer] * Widths[layer + 1];
        double product = device.Product(2 * rows * weights);
        // The gradient of the weights, and that of the input but for the first layer.
        return new LayerWork((long)weights + Widths[layer + 1], product, layer == 0 ? product : 2 * product);
    }
}
