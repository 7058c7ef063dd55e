namespace Mirrored.Keras;

/// <summary>A kind of file that models or their weights are kept in, known by the ending of its name.</summary>
/// <remarks>Override what the format can hold; the rest refuses. <see cref="ModelFormats.Register"/> makes it known to
/// <see cref="Sequential.Save"/> and the others.</remarks>
public abstract class ModelFormat
{
    /// <summary>Names the endings.</summary>
    /// <param name="extensions">Each with its dot, such as <c>.onnx</c> or <c>.weights.h5</c>.</param>
    /// <exception cref="ArgumentException">There is none, or one does not begin with a dot.</exception>
    protected ModelFormat(params IReadOnlyList<string> extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        if (extensions.Count == 0 || extensions.Any(e => e is not ['.', _, ..]))
            throw new ArgumentException("A format has endings that begin with a dot, such as '.onnx'.", nameof(extensions));
        Extensions = [.. extensions];
    }

    /// <summary>The endings of its files, each with its dot.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Writes a model: layers, weights and whatever else the format holds.</summary>
    /// <param name="model">The model, which is built.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The format does not hold models.</exception>
    public virtual void Save(Sequential model, string path) => throw Refuse(path, "whole models", nameof(Sequential.SaveWeights));

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A model of the strategy in whose scope the caller is.</returns>
    /// <exception cref="NotSupportedException">Models are not read from the format.</exception>
    public virtual Sequential Load(string path) => throw Refuse(path, "models to load", nameof(Sequential.LoadWeights));

    /// <summary>Writes the weights of a model.</summary>
    /// <param name="model">The model, which is built.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The format does not hold weights alone.</exception>
    public virtual void SaveWeights(Sequential model, string path) => throw Refuse(path, "weights alone", nameof(Sequential.Save));

    /// <summary>Reads the weights of a model; if anything is wrong, changes nothing.</summary>
    /// <param name="model">The model, which is built.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="NotSupportedException">The format does not hold weights alone.</exception>
    public virtual void LoadWeights(Sequential model, string path) => throw Refuse(path, "weights to load", nameof(Sequential.Load));

    private static NotSupportedException Refuse(string path, string what, string instead) =>
        new($"Files such as '{path}' do not hold {what}. Use another ending, or call {instead}.");
}
