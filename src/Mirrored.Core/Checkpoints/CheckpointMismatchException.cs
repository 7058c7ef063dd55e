namespace Mirrored;

/// <summary>A checkpoint is sound, but of another model, another way of training or a later version of Mirrored. Nothing was
/// changed.</summary>
public sealed class CheckpointMismatchException : CheckpointException
{
    /// <summary>Says what differs.</summary>
    /// <param name="path">The folder of the checkpoint.</param>
    /// <param name="found">What the checkpoint holds.</param>
    /// <param name="expected">What the model, or this version, takes.</param>
    public CheckpointMismatchException(string path, string found, string expected)
        : base(path, $"the checkpoint has {found}; expected {expected}.") => (Found, Expected) = (found, expected);

    /// <summary>What the checkpoint holds.</summary>
    public string Found { get; }

    /// <summary>What the model, or this version, takes.</summary>
    public string Expected { get; }
}
