namespace Mirrored.Docs.Tests;

/// <summary>The program of src/Mirrored.Keras/README.md, which the package carries.</summary>
internal static class PackageReadmeProgram
{
    public static void Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
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
        model.Fit(Flat(xTrain), yTrain, batchSize: 1024, epochs: 5);
        var (loss, accuracy) = model.Evaluate(Flat(xTest), yTest);
        Console.WriteLine($"Test loss {loss:0.0000}, test accuracy {accuracy:0.0000}");
    }
}
