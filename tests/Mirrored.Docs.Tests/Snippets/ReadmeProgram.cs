namespace Mirrored.Docs.Tests;

/// <summary>The program of README.md.</summary>
internal static class ReadmeProgram
{
    public static void Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2)); // two virtual devices, one replica each
        Sequential model;
        using (strategy.Scope())
        {
            model = new Sequential([
                new Dense(128, activation: "relu", inputShape: 784),
                new Dropout(0.2),
                new Dense(10, activation: "softmax")]);
            model.Compile(optimizer: new Adam(learningRate: 0.001), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        }

        var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData();
        NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
        var dataset = Dataset.FromTensorSlices(Flat(xTrain), yTrain).Shuffle(60_000).Batch(1024).Prefetch(Dataset.AutoTune);

        model.Summary();
        History history = model.Fit(dataset, epochs: 5);
        var (loss, accuracy) = model.Evaluate(Flat(xTest), yTest);
        int[] digits = model.Predict(Flat(xTest)).ArgMax(axis: 1);
        model.SaveWeights("mnist.safetensors");

        Console.WriteLine($"{history["loss"][^1]} {loss} {accuracy} {digits[0]}");
    }
}
