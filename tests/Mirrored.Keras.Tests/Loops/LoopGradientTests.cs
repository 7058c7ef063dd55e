namespace Mirrored.Keras.Tests;

/// <summary>Gradients in the program's hands: read, changed, added up over batches.</summary>
public sealed class LoopGradientTests
{
    /// <summary>Sums of float32 in another order: a few roundings of 2^-24 each, relative to the largest.</summary>
    private const double SumTolerance = 1e-6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Backward_OfSeveralBatches_AddsUpToTheGradientOfAll(int replicas)
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(30, Loops.Features, Loops.Classes);
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "logits");
        float[] whole = Gradients(strategy, model, [new Batch(x, y)], 30);

        float[] parts = Gradients(strategy, model, [.. Batches(x, y, 7)], 30);

        float largest = whole.Max(Math.Abs);
        Assert.All(whole.Zip(parts), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, SumTolerance * largest));
        Assert.True(largest > 0.01);
    }

    [Fact]
    public void Backward_OfSeveralBatches_GivesTheSameBitsOnAnyReplicas()
    {
        string Train(int replicas)
        {
            (NDArray<float> x, NDArray<int> y) = TestData.Classes(30, Loops.Features, Loops.Classes);
            using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "normalization");
            for (int round = 0; round < 3; round++) Accumulate(strategy, model, [.. Batches(x, y, 7)], 30, apply: true);
            return model.WeightsSha256();
        }

        string expected = Train(1);
        foreach (int replicas in new[] { 2, 3, 4, 8 }) Assert.Equal(expected, Train(replicas));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void OwnClipping_OfReducedGradients_IsThatOfTheOptimizer(int replicas)
    {
        const double Limit = 0.05;
        string expected = Train(1, Limit, own: false);

        Assert.Equal(expected, Train(replicas, Limit, own: true));
        Assert.NotEqual(expected, Train(replicas, Limit * 2, own: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Backward_OfAnOwnGradient_TrainsAsTheLossDoes(int replicas)
    {
        // The mean squared error by hand: 2 (p - t) / (columns rows), a product of exact powers of two but for the rows.
        (NDArray<float> x, _) = TestData.Classes(16, Loops.Features, Loops.Classes);
        NDArray<float> y = new([.. x.ToArray().Chunk(Loops.Features).SelectMany(row => row[..2])], [16, 2]);
        string Train(bool own)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
            using IDisposable scope = strategy.Scope();
            using Sequential model = new([new Dense(8, "tanh", inputShape: Loops.Features), new Dense(2)]);
            model.Compile(new SGD(0.1), "mean_squared_error");
            DistributedBatch batch = strategy.Distribute(new Batch(x, y));
            for (int step = 0; step < 3; step++)
            {
                strategy.Run(batch, (_, shard) =>
                {
                    Predictions p = model.Forward(shard.X, training: true);
                    if (own) model.Backward(p, Difference(p.ToNDArray(), (NDArray<float>)shard.Y, batch.GlobalCount));
                    else model.Backward(model.Loss!.Compute(shard.Y, p, batch.GlobalCount).Gradient);
                    model.ApplyGradients();
                });
            }

            return model.WeightsSha256();
        }

        Assert.Equal(Train(own: false), Train(own: true));
    }

    [Fact]
    public void OwnGradient_PassesThroughSoftmax_AsCentralDifferencesSay()
    {
        (NDArray<float> x, _) = TestData.Classes(4, Loops.Features, Loops.Classes);
        using MirroredStrategy strategy = new(Devices.Cpus(2), Loops.Deterministic());
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Dense(Loops.Classes, "softmax", inputShape: Loops.Features)]);
        model.Compile(new SGD(0.1), "sparse_categorical_crossentropy");
        float[] weights = [.. Enumerable.Range(0, 4 * Loops.Classes).Select(i => (i % 5) - 2f)];
        double Whole() => model.Predict(x, verbose: Verbosity.Silent).ToArray().Zip(weights, (p, w) => (double)p * w).Sum();

        NDArray<float> bias = strategy.Run(strategy.Distribute(new Batch(x)), (_, shard) =>
        {
            NDArray<float> own = new(weights, [4, Loops.Classes]);
            model.Backward(model.Forward(shard.X, training: true), own.Rows(shard.FirstRow, shard.Count));
            model.ReduceGradients();
            return model.GetGradients()[1];
        })[1];

        const float Step = 1e-2f; // Beside an error of order step², float32 predictions are known to 2^-24.
        NDArray<float>[] values = [.. model.GetWeights()];
        for (int i = 0; i < Loops.Classes; i++)
        {
            double At(float change)
            {
                float[] moved = values[1].ToArray();
                moved[i] += change;
                model.SetWeights([values[0], moved]);
                return Whole();
            }

            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), bias[i], 1e-3);
        }
    }

    [Fact]
    public void GetGradients_BeforeReducing_AreTheReplicasOwn()
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(5, Loops.Features, Loops.Classes);
        using MirroredStrategy strategy = new(Devices.Cpus(8), Loops.Deterministic());
        using Sequential model = Loops.Make(strategy, "logits");

        PerReplica<(float[] Own, float[] Sum)> gradients = strategy.Run(strategy.Distribute(new Batch(x, y)), (_, shard) =>
        {
            model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), 5).Gradient);
            float[] own = model.GetGradients()[0].ToArray();
            model.ReduceGradients();
            return (own, model.GetGradients()[0].ToArray());
        });

        Assert.All(gradients.Take(5), g => Assert.Contains(g.Own, v => v != 0));
        Assert.All(gradients.Skip(5), g => Assert.All(g.Own, v => Assert.Equal(0, v)));
        Assert.All(gradients, g => Assert.Equal(gradients[0].Sum, g.Sum));
        for (int i = 0; i < gradients[0].Sum.Length; i++)
            Assert.Equal(gradients.Sum(g => (double)g.Own[i]), gradients[0].Sum[i], SumTolerance);
    }

    [Fact]
    public void Compute_OfSeveralLosses_TrainsOnTheirSum()
    {
        // What two losses of one pass give is what a loss of both gives: here twice the same, so exactly twice.
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(9, Loops.Features, Loops.Classes);
        float[] Gradient(int times)
        {
            using MirroredStrategy strategy = new(Devices.Cpus(2), Loops.Deterministic());
            using Sequential model = Loops.Make(strategy, "normalization");
            return strategy.Run(strategy.Distribute(new Batch(x, y)), (_, shard) =>
            {
                Predictions p = model.Forward(shard.X, training: true);
                for (int i = 0; i < times; i++) model.Backward(model.Loss!.Compute(shard.Y, p, 9).Gradient);
                model.ReduceGradients();
                return model.GetGradients()[0].ToArray();
            })[1];
        }

        Assert.Equal(Gradient(1).Select(g => 2 * g), Gradient(2));
    }

    [Fact]
    public void LossValue_OfEachRow_IsThatOfTheReference()
    {
        (NDArray<float> x, NDArray<int> y) = TestData.Classes(7, Loops.Features, Loops.Classes);
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        using Sequential model = Loops.Make(strategy, "dropout");
        NDArray<float> p = model.Predict(x, verbose: Verbosity.Silent);

        PerReplica<NDArray<float>> losses = strategy.Run(
            strategy.Distribute(new Batch(x, y)),
            (_, shard) => model.Loss!.Compute(shard.Y, model.Forward(shard.X), shard.GlobalCount).PerRow);

        float[] all = strategy.Gather(losses).ToArray();
        for (int row = 0; row < 7; row++) Assert.Equal(-Math.Log(p[row, y[row]]), all[row], 1e-5);
    }

    private static NDArray<float> Difference(NDArray<float> p, NDArray<float> t, int rows) => new(
        [.. p.ToArray().Zip(t.ToArray(), (a, b) => 2 * (a - b) * (1f / rows / p.Shape[1]))], p.Shape);

    private static string Train(int replicas, double limit, bool own)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(replicas), Loops.Deterministic());
        using IDisposable scope = strategy.Scope();
        using Sequential model = new([new Dense(8, "relu", inputShape: Loops.Features), new Dense(Loops.Classes, "softmax")]);
        model.Compile(new SGD(0.5) { ClipValue = own ? null : limit }, "sparse_categorical_crossentropy");
        foreach (DistributedBatch batch in strategy.Distribute(Loops.Data(20)))
        {
            strategy.Run(batch, (_, shard) =>
            {
                model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), batch.GlobalCount).Gradient);
                if (own)
                {
                    model.ReduceGradients();
                    model.SetGradients([.. model.GetGradients().Select(g => Clip(g, (float)limit))]);
                }

                model.ApplyGradients();
            });
        }

        return model.WeightsSha256();
    }

    private static NDArray<float> Clip(NDArray<float> gradient, float limit) =>
        new([.. gradient.ToArray().Select(v => Math.Clamp(v, -limit, limit))], gradient.Shape);

    private static IEnumerable<Batch> Batches(NDArray<float> x, NDArray<int> y, int size)
    {
        for (int at = 0; at < x.Shape[0]; at += size)
        {
            int count = Math.Min(size, x.Shape[0] - at);
            yield return new Batch(x.Rows(at, count), y.Rows(at, count));
        }
    }

    private static float[] Gradients(MirroredStrategy strategy, Sequential model, IReadOnlyList<Batch> batches, int rows)
    {
        Accumulate(strategy, model, batches, rows, apply: false);
        return strategy.Run(strategy.Distribute(batches[0]), (_, _) =>
        {
            model.ReduceGradients();
            float[] gradient = [.. model.GetGradients().SelectMany(g => g.ToArray())];
            model.ClearGradients();
            return gradient;
        })[0];
    }

    private static void Accumulate(MirroredStrategy strategy, Sequential model, IReadOnlyList<Batch> batches, int rows, bool apply)
    {
        for (int i = 0; i < batches.Count; i++)
        {
            bool last = apply && i == batches.Count - 1;
            strategy.Run(strategy.Distribute(batches[i]), (_, shard) =>
            {
                model.Backward(model.Loss!.Compute(shard.Y, model.Forward(shard.X, training: true), rows).Gradient);
                if (last) model.ApplyGradients();
            });
        }
    }
}
