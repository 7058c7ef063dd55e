// The tutorial's program with a loop of one's own, beside Fit on the same batches if asked for.
using System.CommandLine;
using System.Diagnostics;
using Mirrored.Samples.CustomLoop;

Option<int?> cpus = new("--cpus") { Description = "train on so many virtual CPUs; default all GPUs, else one CPU" };
Option<int> epochs = new("--epochs") { DefaultValueFactory = _ => 3, Description = "times to go through the data" };
Option<int> batchSize = new("--batch-size") { DefaultValueFactory = _ => 512, Description = "rows in a batch, over all replicas" };
Option<int> limit = new("--limit") { DefaultValueFactory = _ => 60_000, Description = "train on the first so many images only" };
Option<bool> deterministic = new("--deterministic") { Description = "the same weights, bit for bit, for 1 to 8 replicas" };
Option<bool> compare = new("--compare") { Description = "train with Fit as well, and compare times and weights" };
RootCommand command = new("Trains a small network on MNIST by a custom loop.") { cpus, epochs, batchSize, limit, deterministic, compare };
command.SetAction(parsed =>
{
    using var strategy = new MirroredStrategy(
        parsed.GetValue(cpus) is { } count ? Devices.Cpus(count) : null,
        new StrategyOptions { Seed = 42, Deterministic = parsed.GetValue(deterministic) });
    Console.WriteLine($"Number of devices: {strategy.NumReplicasInSync}");
    var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData();
    int rows = Math.Clamp(parsed.GetValue(limit), 1, xTrain.Shape[0]);
    NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
    var train = Dataset.FromTensorSlices(Flat(xTrain.Rows(0, rows)), yTrain.Rows(0, rows)).Shuffle(rows).Batch(parsed.GetValue(batchSize));
    var test = Dataset.FromTensorSlices(Flat(xTest), yTest).Batch(1024);

    Sequential model = MnistLoop.Model(strategy);
    long start = Stopwatch.GetTimestamp();
    MnistLoop.Train(strategy, model, train, parsed.GetValue(epochs));
    TimeSpan loop = Stopwatch.GetElapsedTime(start);
    Console.WriteLine($"Test accuracy: {MnistLoop.Evaluate(strategy, model, test):0.0000}");
    Console.WriteLine($"Trained for {loop.TotalSeconds:0.00} s; weights {model.WeightsSha256()[..16]}");
    if (!parsed.GetValue(compare)) return 0;

    Sequential twin = MnistLoop.Model(strategy);
    start = Stopwatch.GetTimestamp();
    twin.Fit(train, parsed.GetValue(epochs), verbose: Verbosity.Silent);
    TimeSpan fit = Stopwatch.GetElapsedTime(start);
    Console.WriteLine(
        $"Fit: {fit.TotalSeconds:0.00} s; weights {twin.WeightsSha256()[..16]}. The loop took {loop / fit:0.00} times as long.");
    return 0;
});
try
{
    ParseResult parsed = command.Parse(args);
    if (parsed.Errors.Count > 0) throw new ArgumentException(parsed.Errors[0].Message);
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception wrong) when (wrong is ArgumentException or IOException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (ReplicaFailedException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
