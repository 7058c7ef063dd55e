namespace Mirrored.Samples.CustomLoop;

/// <summary>The tutorial's custom loop: forward, loss, backward and update are written out, on every replica.</summary>
public static class MnistLoop
{
    /// <summary>Makes the tutorial's network in a strategy's scope.</summary>
    public static Sequential Model(MirroredStrategy strategy)
    {
        using var scope = strategy.Scope();
        var model = new Sequential(
        [
            new Dense(128, activation: "relu", inputShape: 784), new Dropout(0.2), new Dense(10, activation: "softmax"),
        ]);
        model.Compile(optimizer: new Adam(0.001), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    /// <summary>Trains, and says the mean loss and the accuracy of each epoch.</summary>
    public static void Train(MirroredStrategy strategy, Sequential model, Dataset<Batch> dataset, int epochs)
    {
        Loss lossObject = new SparseCategoricalCrossentropy();
        var batches = strategy.Distribute(dataset);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double total = 0;
            int rows = 0;
            model.ResetMetrics();
            foreach (var batch in batches)
            {
                PerReplica<double> sums = strategy.Run(batch, (replica, shard) =>
                {
                    var predictions = model.Forward(shard.X, training: true);
                    var loss = lossObject.Compute(shard.Y, predictions, batch.GlobalCount);
                    model.Backward(loss.Gradient);
                    model.UpdateMetrics(shard.Y, predictions);
                    model.ApplyGradients();
                    return loss.Sum;
                });
                total += strategy.Reduce(ReduceOp.Sum, sums);
                rows += batch.GlobalCount;
            }

            Console.WriteLine($"Epoch {epoch + 1}: loss {total / rows:0.0000} - accuracy {model.GetMetricsResult()["accuracy"]:0.0000}");
        }
    }

    /// <summary>Evaluates by a loop.</summary>
    /// <returns>The fraction of rows whose class is right.</returns>
    public static double Evaluate(MirroredStrategy strategy, Sequential model, Dataset<Batch> dataset)
    {
        int right = 0, rows = 0;
        foreach (var batch in strategy.Distribute(dataset))
        {
            var counts = strategy.Run(batch, (replica, shard) =>
            {
                if (shard.Count == 0) return 0;
                int[] classes = model.Forward(shard.X).ToNDArray().ArgMax();
                return classes.Zip(shard.Y.As<int>().ToArray(), (found, label) => found == label ? 1 : 0).Sum();
            });
            right += strategy.Reduce(ReduceOp.Sum, counts);
            rows += batch.GlobalCount;
        }

        return (double)right / rows;
    }
}
