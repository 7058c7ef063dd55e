namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/getting-started.md; compiled, not run.</summary>
internal static class GettingStartedProgram
{
    public static void Look()
    {
        Console.WriteLine(Cuda.Explain());
        foreach (PhysicalDevice device in Devices.ListPhysical()) Console.WriteLine($"{device.Id}: {device.Name}");
    }

    public static void Limit()
    {
        foreach (PhysicalDevice gpu in Devices.ListPhysical(DeviceKind.Gpu))
            Devices.SetLogicalDeviceConfiguration(gpu, [new LogicalDeviceConfiguration(MemoryLimit: 8192)]); // megabytes
    }

    public static void Train()
    {
        using var strategy = new MirroredStrategy();
        Console.WriteLine($"Number of devices: {strategy.NumReplicasInSync}");

        Sequential model;
        using (strategy.Scope())
        {
            model = new Sequential([
                new Dense(128, activation: "relu", inputShape: 784),
                new Dropout(0.2),
                new Dense(10, activation: "softmax")]);
            model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        }

        int batchSize = strategy.GlobalBatchSize(perReplica: 512);
        var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData();
        NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
        var dataset = Dataset.FromTensorSlices(Flat(xTrain), yTrain).Shuffle(60_000).Batch(batchSize).Prefetch(Dataset.AutoTune);

        History history = model.Fit(dataset, epochs: 5, validationData: (Flat(xTest), yTest));
        model.SaveWeights("mnist.safetensors");

        Console.WriteLine(history["val_accuracy"][^1]);
    }
}
