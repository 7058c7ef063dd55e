namespace Mirrored;

/// <summary>A device's matrix products through cuBLASLt.</summary>
internal sealed class CudaProducts : IDisposable
{
    private readonly bool _own;

    public CudaProducts(CudaDevice device, CudaDeviceOptions options)
    {
        _own = options.Deterministic || device.Id.Index >= 0;
    }

    /// <summary>What a person should know; null when there is nothing.</summary>
    public string? Notice => _own ? null : "";

    /// <summary>Binds the product of an operation.</summary>
    /// <returns>Null when our own kernel must compute it.</returns>
    public PreparedOperation? TryPrepare(MatMulOperation operation, MemoryMap memory, CudaStream stream) =>
        _own ? null : throw new NotSupportedException();

    public void Dispose()
    {
    }
}
