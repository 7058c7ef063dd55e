namespace Mirrored.Docs.Tests;

/// <summary>The examples of docs/training.md.</summary>
internal static class TrainingSnippets
{
    public static void Fit(Sequential model, NDArray<float> x, NDArray<int> y)
    {
        History history = model.Fit(
            x, y, batchSize: 128, epochs: 50, validationSplit: 0.1,
            callbacks: [new EarlyStopping(patience: 3, restoreBestWeights: true), new CSVLogger("log.csv")]);
        Console.WriteLine(history["val_loss"][^1]);
    }

    public static void GoOn(Sequential model, NDArray<float> x, NDArray<int> y)
    {
        model.Fit(x, y, epochs: 20, options: new FitOptions { InitialEpoch = 10, ValidationFreq = 5 });
    }

    public static void Callbacks(Sequential model, Dataset<Batch> train, Dataset<Batch> test)
    {
        model.Fit(train, epochs: 30, validationData: test, callbacks: [
            new ModelCheckpoint("best-{epoch:02d}-{val_loss:.2f}.safetensors", saveBestOnly: true),
            new ReduceLROnPlateau(factor: 0.5, patience: 2),
            new LambdaCallback(onEpochEnd: (epoch, logs) => Console.WriteLine(logs["val_loss"])),
            new StopAt(0.98)]);
    }

    public static void OnBatch(Sequential model, IEnumerable<(NDArray<float> X, NDArray<int> Y)> batches)
    {
        foreach (var (x, y) in batches)
        {
            var (loss, accuracy) = model.TrainOnBatch(x, y, resetMetrics: false);
            Console.WriteLine($"{loss} {accuracy}");
        }
    }

    public static void Transfer(Sequential trained, NDArray<float> x, NDArray<int> y)
    {
        Sequential body = trained.Clone(withWeights: true);
        body.Pop();
        var model = new Sequential([body, new Dense(5, activation: "softmax")]);
        model.Compile("adam", loss: "sparse_categorical_crossentropy");
        model.Fit(x, y, epochs: 3);
    }

    public static void Arrays(MathNet.Numerics.LinearAlgebra.Matrix<float> matrix, IEnumerable<(float Age, float Height, int Kind)> people)
    {
        NDArray<float> fromMatrix = matrix.ToNDArray();
        NDArray<float> x = NDArray.FromRows(people, p => new[] { p.Age, p.Height });
        NDArray<int> y = NDArray.FromColumn(people, p => p.Kind);
        Npz.Save("data.npz", new Dictionary<string, NDArray> { ["x"] = x, ["y"] = y });
        NDArray<int> labels = Npz.Load("data.npz")["y"].As<int>();
        Console.WriteLine($"{fromMatrix} {labels}");
    }
}
