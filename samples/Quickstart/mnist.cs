#!/usr/bin/env dotnet
#:project ../../src/Mirrored.Keras/Mirrored.Keras.csproj

// The tutorial in one file: dotnet run mnist.cs
// Outside a clone of the repository, put the package in the place of the project above: #:package Mirrored.Keras@0.1.0
using Mirrored;
using Mirrored.Keras;

// 1. What is there to train on?
Console.WriteLine(Cuda.Explain());

// 2. Every device holds a copy of the model: all GPUs, or the CPU when there is none. What is made in the scope is mirrored.
using var strategy = new MirroredStrategy();
Console.WriteLine($"Number of devices: {strategy.NumReplicasInSync}");
Sequential model;
using (strategy.Scope())
{
    model = new Sequential([
        new Dense(128, activation: "relu", inputShape: 784),
        new Dropout(0.2),
        new Dense(10, activation: "softmax")]);
    model.Compile(optimizer: new Adam(learningRate: 0.001), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
}

model.Summary();

// 3. The data: a clone of the repository has it, else it is downloaded once.
string clone = Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? ".", "..", "Mnist", "data");
var ((xTrain, yTrain), (xTest, yTest)) = Mnist.LoadData(Directory.Exists(clone) ? clone : null);
NDArray<float> Flat(NDArray<byte> x) => x.Reshape(-1, 784).AsFloat(scale: 1 / 255.0);
var dataset = Dataset.FromTensorSlices(Flat(xTrain), yTrain).Shuffle(60_000).Batch(1024).Prefetch(Dataset.AutoTune);

// 4. Train, and look at images that the model has not seen.
model.Fit(dataset, epochs: 5);
var (loss, accuracy) = model.Evaluate(Flat(xTest), yTest, verbose: Verbosity.Silent);
Console.WriteLine($"Test loss: {loss:0.0000} - test accuracy: {accuracy:0.0000}");

// 5. One that it reads wrongly.
int[] digits = model.Predict(Flat(xTest), verbose: Verbosity.Silent).ArgMax(axis: 1);
int wrong = Enumerable.Range(0, digits.Length).First(i => digits[i] != yTest[i]);
Console.WriteLine($"Image {wrong} is a {yTest[wrong]}, read as a {digits[wrong]}:");
for (int row = 0; row < 28; row++)
    Console.WriteLine(string.Concat(Enumerable.Range(0, 28).Select(column => " .:*#"[xTest[wrong, row, column] / 52])).TrimEnd());
