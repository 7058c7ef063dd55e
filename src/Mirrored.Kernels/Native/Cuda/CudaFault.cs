namespace Mirrored;

/// <summary>Remembers the error after which a process can no longer use CUDA.</summary>
/// <remarks>The failing call throws the error itself. Every later use throws once more, with the first as its cause,
/// and calls no driver: the contexts are lost, so calls could at best repeat the code. Only a new process
/// helps.</remarks>
internal sealed class CudaFault
{
    private volatile CudaException? _first;

    /// <summary>The process's own.</summary>
    public static CudaFault Process { get; } = new();

    /// <summary>The first sticky error; null while there was none.</summary>
    public CudaException? First => _first;

    /// <summary>Remembers an error; only the first one counts.</summary>
    public void Set(CudaException error) => Interlocked.CompareExchange(ref _first, error, null);

    /// <summary>Returns when CUDA can be used.</summary>
    /// <exception cref="CudaException">An earlier call failed for good.</exception>
    public void ThrowIfSet()
    {
        if (_first is { } first) throw new CudaException(first);
    }
}
