namespace Mirrored.Keras.Tests;

/// <summary>A slow Map runs while steps do. Shown by waiting for each other rather than by a clock, so that no load disturbs.</summary>
public sealed class OverlapTests
{
    private const int Batches = 40, Calls = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Fit_SlowMapInTwoCalls_RunsTwoAtOnceAndWhileAStepIsBeingTaken()
    {
        int begun = 0;
        using var together = new Barrier(Calls);
        Dataset<Batch> dataset = Dataset.Range(Batches).Map(
            i =>
            {
                Interlocked.Increment(ref begun);
                // Neither of two calls goes on before the other has come.
                if (!together.SignalAndWait(Limit)) throw new TimeoutException("No second call ran.");
                return new Batch(new NDArray<float>(new[] { 1f, i % 3 }, [1, 2]), new[] { (int)(i % 3) });
            },
            numParallelCalls: Calls);
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using Sequential model = Model(strategy);
        WaitForInput wait = new(() => Volatile.Read(ref begun));

        model.Fit(dataset, callbacks: [wait], verbose: Verbosity.Silent);

        Assert.Equal(Batches, wait.Steps);
        Assert.Equal(Batches, begun);
    }

    private static Sequential Model(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        var model = new Sequential([new Dense(3, "softmax", inputShape: 2)]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");
        return model;
    }

    /// <summary>Lets no step begin before Map was called for the batch two steps on.</summary>
    private sealed class WaitForInput(Func<int> begun) : Callback
    {
        public int Steps { get; private set; }

        public override void OnTrainBatchBegin(int batch)
        {
            Steps++;
            int wanted = Math.Min(Batches, batch + 3);
            if (!SpinWait.SpinUntil(() => begun() >= wanted, Limit))
                throw new TimeoutException($"Map was called {begun()} times before step {batch}, not {wanted} times.");
        }
    }
}
