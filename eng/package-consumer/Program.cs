// The packages register their formats: nothing here does.
string folder = Directory.CreateTempSubdirectory("mirrored-files-").FullName;
try
{
    using var model = new Sequential([new Dense(4, "relu", inputShape: 3), new Dense(2, "softmax")]);
    model.Compile("adam", "sparse_categorical_crossentropy");
    model.Save(Path.Combine(folder, "m.onnx"));
    foreach (string name in (string[])["m.safetensors", "m.weights.h5", "m.h5"])
    {
        model.SaveWeights(Path.Combine(folder, name));
        model.LoadWeights(Path.Combine(folder, name));
    }

    model.Save(Path.Combine(folder, "m.keras"));
    using Sequential same = Sequential.Load(Path.Combine(folder, "m.keras"));
    if (same.WeightsSha256() != model.WeightsSha256()) throw new InvalidOperationException("A .keras file changed the weights.");
    Console.WriteLine($"Files: {string.Join(", ", ModelFormats.Extensions)}");
}
finally
{
    Directory.Delete(folder, recursive: true);
}
