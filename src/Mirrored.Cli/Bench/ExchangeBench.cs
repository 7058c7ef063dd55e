using System.Diagnostics;

namespace Mirrored.Cli;

/// <summary>Measures how fast a strategy sums gradients, by the very exchange that training uses.</summary>
internal sealed class ExchangeBench(MirroredStrategy strategy)
{
    private const long Smallest = 4 << 10, Largest = 64 << 20;
    private const int Rounds = 5;

    /// <summary>What one round may move on each device, so that small sizes are repeated often and large ones seldom.</summary>
    private const long BytesPerRound = 64 << 20;

    private const int MostRepeats = 100;

    /// <summary>The sizes, from small to large, each four times the one before.</summary>
    public static IEnumerable<long> Sizes
    {
        get
        {
            for (long bytes = Smallest; bytes <= Largest; bytes *= 4) yield return bytes;
        }
    }

    /// <summary>Measures one size.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public ExchangeFigure Measure(long bytes, CancellationToken cancelled)
    {
        Parameter weights = new("weights", checked((int)(bytes / sizeof(float))), trainable: true);
        using StepEngine engine = new(
            strategy.Group, new NoProgram(), [weights], deterministic: false, seed: 0, oneBucketBelow: long.MaxValue,
            strategy.EngineOptions);
        int repeats = (int)Math.Clamp(BytesPerRound / bytes, 1, MostRepeats);
        Repeat(engine, repeats);
        TimeSpan[] times = new TimeSpan[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            cancelled.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            Repeat(engine, repeats);
            times[round] = Stopwatch.GetElapsedTime(start) / repeats;
        }

        Array.Sort(times);
        return ExchangeFigure.Of(strategy.NumReplicasInSync, bytes, times[Rounds / 2]);
    }

    private void Repeat(StepEngine engine, int repeats) => strategy.Group.RunAll(replica =>
    {
        GradientExchange exchange = engine.Replicas[replica.Index].Exchange;
        for (int i = 0; i < repeats; i++) exchange.Reduce(0);
        exchange.Complete();
        replica.Stream.Synchronize();
    });

    /// <summary>Weights without a network.</summary>
    private sealed class NoProgram : IStepProgram
    {
        public Shape InputShape => 1;

        public ModelUpdate? Update => null;

        public int Sums => 0;

        public void Describe(StepBuilder step, PlanTensor features) => throw new NotSupportedException("There is no network.");

        public double LearningRate(long iterations) => 0;
    }
}
