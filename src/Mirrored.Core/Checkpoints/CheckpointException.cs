namespace Mirrored;

/// <summary>A checkpoint is damaged or incomplete, or cannot be written. Nothing was changed, and earlier ones are untouched.</summary>
public class CheckpointException : IOException
{
    /// <summary>Names the checkpoint and says what is wrong.</summary>
    /// <param name="path">The folder of the checkpoint, or of all of them.</param>
    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="innerException">The error that revealed it, if any.</param>
    public CheckpointException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The folder of the checkpoint, or of all of them.</summary>
    public string Path { get; }
}
