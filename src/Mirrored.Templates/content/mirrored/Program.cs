// Trains a small network on MNIST, mirrored over all GPUs of this machine, or on the CPU when there is none.
// To choose: new MirroredStrategy(Devices.Gpus(0, 1)), or new MirroredStrategy(Devices.Cpus(2)) for virtual devices.
using var strategy = new MirroredStrategy();
Console.WriteLine($"Devices: {string.Join(", ", strategy.DeviceIds)}");
foreach (string notice in strategy.Notices) Console.WriteLine(notice);

Sequential model;
using (strategy.Scope())
{
    model = new Sequential([
        new Dense(128, activation: "relu", inputShape: 784),
        new Dropout(0.2),
        new Dense(10, activation: "softmax")]);
    model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
}

// The first time this downloads 11 MB, unless the environment variable MIRRORED_DATA names a folder that has the data.
var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData();
NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);

// As many rows for each device as before when there are more devices: a batch is shared by all of them.
int batchSize = strategy.GlobalBatchSize(perReplica: 128);
model.Summary();
model.Fit(Flat(xTrain), yTrain, batchSize: batchSize, epochs: 5, validationSplit: 0.1);

var (loss, accuracy) = model.Evaluate(Flat(xTest), yTest);
Console.WriteLine($"Test loss: {loss:0.0000} - test accuracy: {accuracy:0.0000}");
model.SaveWeights("mnist.safetensors");
