namespace Mirrored;

/// <summary>A data file is not what it should be: damaged, cut short, too long, or of another kind.</summary>
public sealed class DataFormatException : IOException
{
    /// <summary>Describes one wrong place in one file.</summary>
    /// <param name="file">The path or name of the file.</param>
    /// <param name="offset">Where, in bytes from the start; in a packed file, of the unpacked content.</param>
    /// <param name="found">What is there: <c>3 axes</c>.</param>
    /// <param name="expected">What should be there: <c>1 axis</c>.</param>
    /// <param name="innerException">The error that revealed it, if any.</param>
    public DataFormatException(
        string file, long offset, string found, string expected, Exception? innerException = null)
        : base($"{file}, byte {offset}: found {found}, expected {expected}.", innerException)
    {
        File = file;
        Offset = offset;
        Found = found;
        Expected = expected;
    }

    /// <summary>The path or name of the file.</summary>
    public string File { get; }

    /// <summary>Where, in bytes from the start; in a packed file, of the unpacked content.</summary>
    public long Offset { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    /// <summary>What should be there.</summary>
    public string Expected { get; }
}
