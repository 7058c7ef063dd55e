namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/tensorboard.md and the package's README; compiled, not run.</summary>
internal static class TensorBoardProgram
{
    public static void Run(Sequential model, Dataset<Batch> dataset)
    {
        model.Fit(dataset, epochs: 5, callbacks: [new TensorBoard("logs/run1", histogramFreq: 1)]);
    }

    public static void Own()
    {
        using SummaryWriter writer = new("logs/run1/train");
        writer.Scalar("perplexity", 12.5, step: 100);
    }
}
