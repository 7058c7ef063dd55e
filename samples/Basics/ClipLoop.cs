namespace Mirrored.Samples.Basics;

/// <summary>Trains by a loop of one's own that clips the gradients of all devices together.</summary>
public static class ClipLoop
{
    /// <summary>Trains on the rings, mirrored over two devices.</summary>
    /// <returns>The accuracy on points that were not trained on.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new Dense(32, "relu", inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        Loss loss = "sparse_categorical_crossentropy";
        model.Compile(new Adam(0.02), loss, metrics: ["accuracy"]);
        var (x, y) = Rings.Make(900, seed: 1);
        var batches = strategy.Distribute(Dataset.FromTensorSlices(x, y).Shuffle(900).Batch(64));
        for (int epoch = 0; epoch < 20; epoch++)
        {
            foreach (var batch in batches)
            {
                strategy.Run(batch, (replica, shard) =>
                {
                    var predictions = model.Forward(shard.X, training: true);
                    model.Backward(loss.Compute(shard.Y, predictions, batch.GlobalCount).Gradient);
                    model.ReduceGradients();
                    model.SetGradients([.. model.GetGradients().Select(g => Clip(g, 0.1f))]);
                    model.ApplyGradients();
                });
            }
        }

        var (xTest, yTest) = Rings.Make(300, seed: 2);
        return model.Evaluate(xTest, yTest, verbose: Verbosity.Silent)["accuracy"];
    }

    private static NDArray<float> Clip(NDArray<float> g, float limit) =>
        new([.. g.ToArray().Select(v => Math.Clamp(v, -limit, limit))], g.Shape);
}
