using System.Globalization;

namespace Mirrored;

/// <summary>Gives out a GPU's memory within its account: piece by piece from the driver, or from one reservation.</summary>
internal sealed class CudaMemory : IDisposable
{
    /// <summary>What a reservation of the whole device leaves to the driver and its libraries, as in TensorFlow.</summary>
    private const double ReservedPart = 0.9;

    private const long Alignment = 256;

    private readonly CudaContextHandle _context;
    private readonly GpuMemoryAccount _account;
    private readonly CudaMemoryHandle? _reserved;
    private readonly nint _start;
    private readonly RangeAllocator? _ranges;

    public CudaMemory(CudaContextHandle context, GpuMemoryAccount account)
    {
        _context = context;
        _account = account;
        if (account.Growth) return;
        long free = (long)(context.MemoryInfo().Free * ReservedPart);
        long bytes = Math.Min(free, account.Limit ?? free) / Alignment * Alignment;
        _reserved = CudaMemoryHandle.Allocate(context, bytes);
        _start = (nint)_reserved.Address;
        _ranges = new RangeAllocator(bytes);
    }

    /// <summary>Takes memory.</summary>
    /// <exception cref="InsufficientMemoryException">There is not enough; the message tells what is free.</exception>
    public CudaMemoryBlock Allocate(long bytes, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long padded = Padded(bytes);
        if (!_account.TryTake(padded))
            throw Insufficient(bytes, purpose, $"the limit is {Text(_account.Limit ?? 0)}, of which {Text(_account.Free)} are free");
        try
        {
            return _ranges is null ? FromDriver(bytes, padded, purpose) : FromReservation(bytes, padded, purpose);
        }
        catch
        {
            _account.Return(padded);
            throw;
        }
    }

    /// <summary>Takes a piece back.</summary>
    public void Free(CudaMemoryBlock block)
    {
        if (block.Handle is not null) block.Handle.Dispose();
        else lock (_ranges!) _ranges.Free(block.Address - _start); // Only a reservation gives blocks without a handle.
        _account.Return(Padded(block.Length));
    }

    public void Dispose() => _reserved?.Dispose();

    private static long Padded(long bytes) => Math.Max(1, (bytes + Alignment - 1) / Alignment) * Alignment;

    private static string Text(long bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    private CudaMemoryBlock FromDriver(long bytes, long padded, string purpose)
    {
        try
        {
            CudaMemoryHandle handle = CudaMemoryHandle.Allocate(_context, padded);
            return new CudaMemoryBlock(this, (nint)handle.Address, bytes, handle);
        }
        catch (CudaException cause) when (cause.Code == (int)CuError.CUDA_ERROR_OUT_OF_MEMORY)
        {
            (long free, long total) = _context.MemoryInfo();
            throw Insufficient(bytes, purpose, $"{Text(free)} of {Text(total)} are free", cause);
        }
    }

    private CudaMemoryBlock FromReservation(long bytes, long padded, string purpose)
    {
        lock (_ranges!) // Called with a reservation only.
        {
            if (_ranges.TryTake(padded, out long start))
                return new CudaMemoryBlock(this, _start + (nint)start, bytes, handle: null);
            throw Insufficient(
                bytes, purpose, $"the reservation has {Text(_ranges.Length)}, of which {Text(_ranges.LargestFree)} are free at one place");
        }
    }

    private InsufficientMemoryException Insufficient(long bytes, string purpose, string state, Exception? cause = null) => new(
        $"{_context.Device}: no {Text(bytes)} bytes for {purpose}: {state}. Use a smaller batch or model, or free memory.", cause);
}
