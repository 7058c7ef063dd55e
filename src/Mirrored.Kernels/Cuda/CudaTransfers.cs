namespace Mirrored;

/// <summary>Copies between the host and a device's memory that are done when they return, on a stream of their own.</summary>
/// <remarks>Each waits, on the device, for what the compute streams have been given so far. Any thread may call.</remarks>
internal sealed unsafe class CudaTransfers : IDisposable
{
    /// <summary>Up to here the copy goes through page-locked memory, so that the host waits once.</summary>
    private const int StagingBytes = 64 * 1024;

    private readonly CudaContextHandle _context;
    private readonly CudaStreamHandle _stream;
    private readonly CudaPinnedMemoryHandle _staging;
    private readonly List<CudaStream> _computing = [];
    private readonly Lock _lock = new();

    public CudaTransfers(CudaContextHandle context)
    {
        _context = context;
        _stream = CudaStreamHandle.Create(context);
        try
        {
            _staging = CudaPinnedMemoryHandle.Allocate(context, StagingBytes);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Adds a stream whose work copies wait for.</summary>
    public void Join(CudaStream stream)
    {
        lock (_lock) _computing.Add(stream);
    }

    /// <summary>Forgets a stream.</summary>
    public void Leave(CudaStream stream)
    {
        lock (_lock) _computing.Remove(stream);
    }

    /// <summary>Copies to the device.</summary>
    public void ToDevice(ReadOnlySpan<byte> source, nint destination)
    {
        if (source.IsEmpty) return;
        lock (_lock)
        {
            using CudaContextScope scope = Begin();
            if (source.Length <= StagingBytes)
            {
                source.CopyTo(new Span<byte>(_staging.Address, source.Length));
                _stream.CopyFromHost((ulong)destination, _staging.Address, (nuint)source.Length);
                _stream.Synchronize();
                return;
            }

            fixed (byte* bytes = source)
            {
                _stream.CopyFromHost((ulong)destination, bytes, (nuint)source.Length);
                _stream.Synchronize();
            }
        }
    }

    /// <summary>Copies to the host.</summary>
    public void ToHost(nint source, Span<byte> destination)
    {
        if (destination.IsEmpty) return;
        lock (_lock)
        {
            using CudaContextScope scope = Begin();
            if (destination.Length <= StagingBytes)
            {
                _stream.CopyToHost(_staging.Address, (ulong)source, (nuint)destination.Length);
                _stream.Synchronize();
                new ReadOnlySpan<byte>(_staging.Address, destination.Length).CopyTo(destination);
                return;
            }

            fixed (byte* bytes = destination)
            {
                _stream.CopyToHost(bytes, (ulong)source, (nuint)destination.Length);
                _stream.Synchronize();
            }
        }
    }

    /// <summary>Fills with zeros.</summary>
    public void Clear(nint address, long bytes)
    {
        if (bytes == 0) return;
        lock (_lock)
        {
            using CudaContextScope scope = Begin();
            _stream.Fill((ulong)address, (byte)0, (nuint)bytes);
            _stream.Synchronize();
        }
    }

    public void Dispose()
    {
        _staging.Dispose();
        _stream.Dispose();
    }

    private CudaContextScope Begin()
    {
        CudaContextScope scope = _context.Enter();
        try
        {
            foreach (CudaStream stream in _computing) stream.HoldBack(_stream);
            return scope;
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }
}
