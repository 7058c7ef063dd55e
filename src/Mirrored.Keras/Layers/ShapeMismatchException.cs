namespace Mirrored.Keras;

/// <summary>Rows have another shape than a layer or model takes.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Says who expected what and what was found.</summary>
    /// <param name="layer">The name of the layer or model.</param>
    /// <param name="expected">The shape that it takes.</param>
    /// <param name="found">The shape that it got.</param>
    public ShapeMismatchException(string layer, string expected, string found)
        : base($"'{layer}' expects rows of shape {expected}, found {found}.") => (Layer, Expected, Found) = (layer, expected, found);

    /// <summary>The name of the layer or model.</summary>
    public string Layer { get; }

    /// <summary>The shape that it takes.</summary>
    public string Expected { get; }

    /// <summary>The shape that it got.</summary>
    public string Found { get; }
}
