namespace Mirrored.Campaigns;

/// <summary>User code throws at a random moment of <c>Fit</c>, in a callback or in the data: the exception arrives as it is or as the cause,
/// everything returns, and the next <c>Fit</c> works.</summary>
internal sealed class Interruptions : Campaign
{
    private const int Batches = 8, Epochs = 2;

    public override string Name => "interruptions";

    public override string Goal => "G5";

    public override string Summary => "exceptions of callbacks, maps and sources at random moments of Fit";

    public override void Run(CampaignRun run)
    {
        using MirroredStrategy strategy = new(Devices.Cpus(3));
        using Sequential model = Models.Compiled(strategy);
        Fit(model, new Bomb(int.MaxValue), stream: true);
        Fit(model, new Bomb(int.MaxValue), stream: false);
        Census before = Census.Take();
        for (int i = 0; i < run.Of(20, 100); i++)
        {
            Bomb bomb = new(run.Random.Next(60));
            bool stream = run.Random.Next(2) == 0;
            Exception? thrown = Attempt(() => Fit(model, bomb, stream));
            bool arrived = bomb.Exploded == (thrown is BombException || thrown?.InnerException is BombException) && bomb.Exploded == thrown is not null;
            run.Expect(arrived, $"at call {bomb.At} of {(stream ? "a stream" : "arrays")} came {thrown?.ToString() ?? "nothing"}");
            Exception? after = Attempt(() => Fit(model, new Bomb(int.MaxValue), stream));
            run.Expect(after is null, $"the Fit behind call {bomb.At} failed: {after}");
            Census now = Census.Take();
            run.Expect(now.Buffers == before.Buffers && now.Forgotten == before.Forgotten, $"after call {bomb.At} there is {now}, before {before}");
        }
    }

    private static void Fit(Sequential model, Bomb bomb, bool stream)
    {
        if (!stream)
        {
            model.Fit(Models.X, Models.Y, batchSize: 8, Epochs, verbose: Verbosity.Silent, callbacks: [new BombCallback(bomb)]);
            return;
        }

        Dataset<Batch> data = Dataset.FromEnumerable(Examples(bomb)).Map(bomb.Pass).Map(bomb.Pass, numParallelCalls: 2).Batch(8).Prefetch(2);
        model.Fit(data, Epochs, verbose: Verbosity.Silent, callbacks: [new BombCallback(bomb)]);
    }

    private static IEnumerable<Example> Examples(Bomb bomb)
    {
        for (int i = 0; i < Batches * 4; i++) yield return bomb.Pass(new Example(Models.X.Rows(i, 1).ToArray(), i % 10));
    }

    private static Exception? Attempt(Action action)
    {
        try
        {
            action();
            return null;
        }
#pragma warning disable CA1031 // Which exception comes is what is tried.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return thrown;
        }
    }

    private sealed class BombException(int at) : Exception($"call {at}");

    /// <summary>Explodes once, at a call of some number.</summary>
    private sealed class Bomb(int at)
    {
        private int _calls;

        public int At => at;

        public bool Exploded { get; private set; }

        public Example Pass(Example example)
        {
            Call();
            return example;
        }

        public void Call()
        {
            if (Interlocked.Increment(ref _calls) != at + 1) return;
            Exploded = true;
            throw new BombException(at);
        }
    }

    private sealed class BombCallback(Bomb bomb) : Callback
    {
        public override void OnTrainBegin() => bomb.Call();

        public override void OnEpochBegin(int epoch) => bomb.Call();

        public override void OnTrainBatchBegin(int batch) => bomb.Call();

        public override void OnTrainBatchEnd(int batch, Logs logs) => bomb.Call();

        public override void OnEpochEnd(int epoch, Logs logs) => bomb.Call();
    }
}
