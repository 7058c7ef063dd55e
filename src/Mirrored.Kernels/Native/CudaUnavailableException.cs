namespace Mirrored;

/// <summary>A GPU was asked for, but CUDA or one of its libraries cannot be used on this machine.</summary>
/// <remarks><see cref="Cuda.Explain"/> tells the same without throwing.</remarks>
public sealed class CudaUnavailableException : Exception
{
    internal CudaUnavailableException(
        string message, string library, IReadOnlyList<string> attempts, string advice, Exception? cause = null)
        : base(message, cause)
    {
        Library = library;
        Attempts = attempts;
        Advice = advice;
    }

    /// <summary>The library that is missing or unusable.</summary>
    public string Library { get; }

    /// <summary>Every path that was tried, in order, each with its outcome; empty when the library was found but cannot
    /// be used.</summary>
    public IReadOnlyList<string> Attempts { get; }

    /// <summary>What to install or change.</summary>
    public string Advice { get; }
}
