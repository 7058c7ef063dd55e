using System.Diagnostics;
using System.Globalization;
using Mirrored.Benchmarks.Step;

namespace Mirrored.Benchmarks.ReplicaCost;

/// <summary>What virtual replicas on the same threads cost against one replica, on a machine that others disturb.</summary>
/// <remarks>BenchmarkDotNet measures one case after the other, so that a machine that slows down favours one of them. Here short
/// blocks of steps of all cases alternate in one process, and each round's times are compared with each other only.</remarks>
internal static class ReplicaCostRun
{
    /// <summary>The argument with which the program does this; batch size, rounds and threads may follow.</summary>
    public const string Argument = "--replica-cost";

    private const int DefaultBatchSize = 1024;
    private const int DefaultRounds = 41;
    private const int DefaultThreads = 2;
    private const int DataRows = 60_000;

    /// <summary>Rows that a block trains on: an epoch of MNIST, or some tens of milliseconds.</summary>
    private const int BlockRows = 60_000;

    private static readonly (string Name, int Replicas, bool Deterministic)[] Cases =
    [
        ("1 replica", 1, false), ("2 replicas", 2, false), ("1 replica, deterministic", 1, true), ("2 replicas, deterministic", 2, true),
    ];

    /// <summary>Measures and prints a table.</summary>
    /// <param name="arguments">Batch size, rounds, threads; what is missing takes its default.</param>
    public static void Run(IReadOnlyList<string> arguments)
    {
        int batchSize = Number(arguments, 0, DefaultBatchSize), rounds = Number(arguments, 1, DefaultRounds);
        int threads = Number(arguments, 2, DefaultThreads);
        TrainingLoad[] loads = [.. Cases.Select(c => new TrainingLoad(
            [784, 128, 10], batchSize, DataRows, Devices.Cpus(c.Replicas),
            new StrategyOptions { Deterministic = c.Deterministic, CpuThreads = threads }))];
        int steps = Math.Max(1, BlockRows / batchSize);
        var seconds = new double[loads.Length][];
        for (int i = 0; i < loads.Length; i++) seconds[i] = new double[rounds];
        for (int i = 0; i < loads.Length; i++) Time(loads[i], 2 * steps);
        for (int round = 0; round < rounds; round++)
            for (int i = 0; i < loads.Length; i++)
            {
                int place = (i + round) % loads.Length; // Nobody always comes behind the same one.
                seconds[place][round] = Time(loads[place], steps);
            }

        Console.WriteLine($"| batch {batchSize}, {threads} threads | images/s | time of one replica's (quartiles of {rounds} rounds) |");
        Console.WriteLine("|---|---|---|");
        for (int i = 0; i < loads.Length; i++)
        {
            double[] ratios = [.. seconds[i].Zip(seconds[0], (own, first) => own / first).Order()];
            double rate = (double)steps * batchSize / seconds[i].Order().ElementAt(rounds / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {Cases[i].Name} | {rate:F0} | {ratios[rounds / 2]:F3} ({ratios[rounds / 4]:F3} to {ratios[rounds * 3 / 4]:F3}) |"));
        }

        foreach (TrainingLoad load in loads) load.Dispose();
    }

    private static double Time(TrainingLoad load, int steps)
    {
        long started = Stopwatch.GetTimestamp();
        load.Train(steps);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static int Number(IReadOnlyList<string> arguments, int index, int otherwise) =>
        arguments.Count > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : otherwise;
}
