namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>Reads a model from a file: layers and weights, and the compilation if the file has one.</summary>
    /// <param name="path">The file; <c>.keras</c> needs the package Mirrored.KerasFiles.</param>
    /// <returns>A model of the strategy in whose scope the caller is.</returns>
    /// <exception cref="ArgumentException">No known format has the ending; the message names the package to add.</exception>
    /// <exception cref="NotSupportedException">The format cannot be read as a model, such as <c>.onnx</c>.</exception>
    /// <exception cref="ModelFormatException">The file is damaged or hostile, or holds what Mirrored does not have.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Sequential Load(string path) => ModelFormats.Of(path).Load(path);

    /// <summary>Writes the model to a file, replacing it only when everything is on disk.</summary>
    /// <param name="path">The file; its ending names the format: <c>.onnx</c> with the package Mirrored.Onnx, <c>.keras</c> with
    /// Mirrored.KerasFiles.</param>
    /// <exception cref="ArgumentException">No known format has the ending; the message names the package to add.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    /// <exception cref="NotSupportedException">The format holds weights only, or cannot hold a layer of the model.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public void Save(string path) => ModelFormats.Of(path).Save(this, path);

    /// <summary>Writes all weights to a file, replacing it only when everything is on disk.</summary>
    /// <param name="path">The file; its ending names the format: <c>.safetensors</c>, or <c>.weights.h5</c> and <c>.h5</c> with the
    /// package Mirrored.KerasFiles.</param>
    /// <exception cref="ArgumentException">No known format has the ending; the message names the package to add.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public void SaveWeights(string path) => ModelFormats.Of(path).SaveWeights(this, path);

    /// <summary>Reads all weights from a file that <see cref="SaveWeights"/> or Keras wrote.</summary>
    /// <param name="path">The file, of a format as for <see cref="SaveWeights"/>.</param>
    /// <exception cref="ArgumentException">No known format has the ending; the message names the package to add.</exception>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, or its weights are not this model's; nothing was changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void LoadWeights(string path) => ModelFormats.Of(path).LoadWeights(this, path);

    /// <summary>Refuses a file name whose ending no format has.</summary>
    internal static void CheckExtension(string path) => ModelFormats.Of(path);
}
