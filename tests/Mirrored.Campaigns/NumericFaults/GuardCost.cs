namespace Mirrored.Campaigns;

/// <summary>What looking for gradients that are not finite costs, and comparing replicas every hundred steps: paired runs of a model of
/// MNIST's size, in processor time, which other programs disturb less than they do the clock's.</summary>
internal sealed class GuardCost : Campaign
{
    private const int Rows = 2560, Features = 784, BatchSize = 128, Replicas = 2, CheckEvery = 100;
    private const double MostForGuard = 1.02, MostForCheck = 1.01; // The second is D2's.

    public override string Name => "guardcost";

    public override string Goal => "D1, D2";

    public override string Summary => "the processor time of a training step with the guard and with comparisons, against one without";

    public override void Run(CampaignRun run)
    {
        StrategyOptions off = new() { NonFinite = NonFinitePolicy.Off };
        (string Name, StrategyOptions Options, double Most)[] kinds =
        [
            ("off, again", off, MostForGuard), ("raise", new StrategyOptions(), MostForGuard),
            ("skip", new StrategyOptions { NonFinite = NonFinitePolicy.Skip }, MostForGuard),
            ("a comparison every 100 steps", off with { CheckReplicasEvery = CheckEvery }, MostForCheck),
        ];
        int pairs = run.Of(1, 20), steps = run.Of(1, 3) * CheckEvery;
        using Trainer without = new(off);
        foreach ((string name, StrategyOptions options, double most) in kinds)
        {
            using Trainer with = new(options);
            without.Time(steps);
            with.Time(steps);
            double[] ratios = new double[pairs];
            for (int i = 0; i < pairs; i++)
            {
                double first = i % 2 == 0 ? without.Time(steps) : 0, second = with.Time(steps);
                ratios[i] = second / (i % 2 == 0 ? first : without.Time(steps));
            }

            Array.Sort(ratios);
            double median = ratios[pairs / 2];
            run.Say($"{name}: {median:0.000} of the time without, {pairs} pairs of {steps} steps, {ratios[0]:0.000} to {ratios[^1]:0.000}");
            run.Expect(double.IsFinite(median) && (!run.Full || median <= most), $"{name} takes {median:0.000} of the time without, more than {most}");
        }
    }

    private sealed class Trainer : IDisposable
    {
        private static readonly NDArray<float> Images = new NDArray<byte>(new byte[Rows * Features], [Rows, Features]).AsFloat(1 / 255.0);

        private readonly MirroredStrategy _strategy;
        private readonly StepEngine _engine;
        private readonly ResidentData _data;

        public Trainer(StrategyOptions options)
        {
            _strategy = new MirroredStrategy(Devices.Cpus(Replicas), options with { CpuThreads = 1 }); // Nobody spins.
            using IDisposable scope = _strategy.Scope();
            Sequential model = new([new Dense(128, "relu", inputShape: Features), new Dropout(0.2), new Dense(10, "softmax")]);
            model.Compile(new Adam(), "sparse_categorical_crossentropy", ["accuracy"]);
            _engine = model.Engine();
            _data = _engine.Load(Images.Source, new NDArray<byte>([.. Enumerable.Range(0, Rows).Select(i => (byte)(i % 10))], Rows).Source);
        }

        /// <summary>Processor seconds for so many steps.</summary>
        public double Time(int steps)
        {
            Span<int> rows = stackalloc int[BatchSize];
            TimeSpan before = Environment.CpuUsage.TotalTime;
            for (int step = 0; step < steps; step++)
            {
                for (int i = 0; i < BatchSize; i++) rows[i] = ((step * BatchSize) + i) % Rows;
                _engine.Run(StepMode.Train, _data, rows);
            }

            _engine.Synchronize();
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }

        public void Dispose()
        {
            _data.Dispose();
            _strategy.Dispose();
        }
    }
}
