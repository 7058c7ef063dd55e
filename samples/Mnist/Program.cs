// The tutorial's program: choose devices, make the model in the strategy's scope, train, evaluate.
using System.Diagnostics;
using Mirrored.Samples.Mnist;

OnnxFiles.Register();
KerasFiles.Register();
return CommandLine.Run(args, (options, cancelled) =>
{
    long start = Stopwatch.GetTimestamp();
    using var strategy = new MirroredStrategy(options.Devices, options.Strategy);
    Console.WriteLine(Report.Header(strategy));
    Console.WriteLine($"Number of devices: {strategy.NumReplicasInSync}");
    if (strategy.NumReplicasInSync > 1) Console.WriteLine($"Gradients are summed by {strategy.CrossDeviceOps}");

    Sequential model;
    using (strategy.Scope())
    {
        model = new Sequential([new Input(784), .. options.HiddenLayers(), new Dense(10, activation: "softmax")]);
        model.Compile(
            optimizer: new Adam(options.LearningRate), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    }

    MnistData data = Mnist.LoadData(options.DataDirectory, cancellationToken: cancelled);
    var ((xTrain, yTrain), (xTest, yTest)) = data;
    Console.WriteLine($"Data: {data.Source}");
    NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
    int rows = Math.Min(options.Limit ?? int.MaxValue, xTrain.Shape[0]);
    int heldBack = (int)(rows * options.ValidationSplit);
    ValidationData? validation = heldBack == 0 ? null
        : (Flat(xTrain.Rows(rows - heldBack, heldBack)), yTrain.Rows(rows - heldBack, heldBack));
    rows -= heldBack;
    var dataset = Dataset.FromTensorSlices(Flat(xTrain.Rows(0, rows)), yTrain.Rows(0, rows))
        .Shuffle(rows).Batch(options.BatchSize).Prefetch(Dataset.AutoTune);
    if (options.Verbose != Verbosity.Silent) model.Summary();
    Console.WriteLine(
        $"Global batch: {options.BatchSize} = {(double)options.BatchSize / strategy.NumReplicasInSync:0.#} x "
        + $"{strategy.NumReplicasInSync} replicas · {dataset.Cardinality} steps an epoch");

    var report = new Report(options, strategy, Stopwatch.GetElapsedTime(start));
    EpochTimer timer = new();
    long trainStart = Stopwatch.GetTimestamp();
    BackupAndRestore? backup = options.Backup();
    History history;
    try
    {
        history = model.Fit(
            dataset, options.Epochs, validation, options.Verbose, [timer, .. options.Callbacks(backup)],
            new FitOptions { CancellationToken = cancelled });
    }
    catch (OperationCanceledException) when ((options.SaveFile ?? options.CheckpointDirectory) is not null)
    {
        if (options.SaveFile is not null) Save(model, options.SaveFile);
        Console.WriteLine($"Stopped at the end of a step; saved to {options.SaveFile ?? options.CheckpointDirectory}");
        return false;
    }

    TimeSpan trained = Stopwatch.GetElapsedTime(trainStart);
    var (loss, accuracy) = model.Evaluate(Flat(xTest), yTest, verbose: Verbosity.Silent);
    Console.WriteLine($"Test loss: {loss:0.0000} - test accuracy: {accuracy:0.0000}");

    if (options.SaveFile is { } file) Save(model, file);
    if (options.ReportFile is not { } reportFile) return true;
    var test = TestImages.Of(xTest, yTest, model.Predict(Flat(xTest), verbose: Verbosity.Silent));
    var run = new TrainingRun(history, timer, dataset.Cardinality, backup?.ResumedFrom?.Step ?? 0, trained, rows);
    report.Write(reportFile, model, run, test with { Loss = loss, Accuracy = accuracy });
    return true;
});

// Some formats hold the model, the others its weights.
static void Save(Sequential model, string file)
{
    if (Path.GetExtension(file).ToLowerInvariant() is ".onnx" or ".keras") model.Save(file);
    else model.SaveWeights(file);
}
