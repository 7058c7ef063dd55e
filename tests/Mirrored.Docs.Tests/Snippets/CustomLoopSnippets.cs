namespace Mirrored.Docs.Tests;

/// <summary>The examples of docs/custom-loops.md.</summary>
internal static class CustomLoopSnippets
{
    public static void Clip(MirroredStrategy strategy, Sequential model, Loss loss, DistributedBatch batch, double limit)
    {
        strategy.Run(batch, (replica, shard) =>
        {
            var predictions = model.Forward(shard.X, training: true);
            model.Backward(loss.Compute(shard.Y, predictions, batch.GlobalCount).Gradient);
            model.ReduceGradients();
            var gradients = model.GetGradients();
            double norm = Math.Sqrt(gradients.Sum(g => g.ToArray().Sum(v => (double)v * v)));
            float scale = (float)(limit / Math.Max(norm, limit));
            model.SetGradients([.. gradients.Select(g => new NDArray<float>([.. g.ToArray().Select(v => v * scale)], g.Shape))]);
            model.ApplyGradients();
        });
    }

    public static void Accumulate(MirroredStrategy strategy, Sequential model, Loss loss, Dataset<Batch> dataset)
    {
        foreach (var (number, batch) in strategy.Distribute(dataset).Index())
        {
            strategy.Run(batch, (replica, shard) =>
            {
                var predictions = model.Forward(shard.X, training: true);
                model.Backward(loss.Compute(shard.Y, predictions, 4 * batch.GlobalCount).Gradient);
                if (number % 4 == 3) model.ApplyGradients();
            });
        }
    }

    public static NDArray<float> Evaluate(MirroredStrategy strategy, Sequential model, Dataset<Batch> test, NDArray<float> x)
    {
        model.ResetMetrics();
        foreach (var batch in strategy.Distribute(test))
            strategy.Run(batch, (replica, shard) => model.UpdateMetrics(shard.Y, model.Forward(shard.X)));
        Console.WriteLine(model.GetMetricsResult());

        var parts = strategy.Run(strategy.Distribute(new Batch(x)), (replica, shard) => model.Forward(shard.X).ToNDArray());
        NDArray<float> predictions = strategy.Gather(parts);
        return predictions;
    }
}
