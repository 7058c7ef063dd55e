namespace Mirrored.Keras;

/// <summary>A file of weights or a model is damaged, truncated or of another format. Nothing was loaded.</summary>
public sealed class ModelFormatException : IOException
{
    /// <summary>Names the file, what is wrong in it and what would be right.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="found">What the file contains.</param>
    /// <param name="expected">What it should contain.</param>
    /// <param name="innerException">The error that reading met, if there was one.</param>
    public ModelFormatException(string fileName, string found, string expected, Exception? innerException = null)
        : base($"Cannot load '{fileName}': found {found}; expected {expected}.", innerException)
    {
        FileName = fileName;
        Found = found;
        Expected = expected;
    }

    /// <summary>The file.</summary>
    public string FileName { get; }

    /// <summary>What the file contains.</summary>
    public string Found { get; }

    /// <summary>What it should contain.</summary>
    public string Expected { get; }
}
