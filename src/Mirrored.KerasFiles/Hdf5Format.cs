namespace Mirrored.Keras;

/// <summary>Weights in HDF5: <c>.weights.h5</c> in the layout of Keras 3, <c>.h5</c> and <c>.hdf5</c> in that of Keras 2. When reading,
/// the content tells which it is.</summary>
internal sealed class Hdf5Format() : ModelFormat(".weights.h5", ".h5", ".hdf5")
{
    public override void SaveWeights(Sequential model, string path)
    {
        Hdf5Writer writer = new();
        if (path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase)) Keras3Weights.Write(model, writer);
        else Keras2Weights.Write(model, writer);
        using MemoryStream content = new();
        writer.Write(content);
        AtomicFile.Write(path, content.Length, content.WriteTo);
    }

    public override void LoadWeights(Sequential model, string path)
    {
        _ = model.Weights.Count == 0 ? model.CountParams() : 0; // Says when it is not built.
        using Hdf5Reader reader = new(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        model.SetWeights(Keras2Weights.Describes(reader) ? Keras2Weights.Read(model, reader) : Keras3Weights.Read(model, reader));
    }
}
