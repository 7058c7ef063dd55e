namespace Mirrored;

/// <summary>A GPU: its primary context, its memory, its compiled kernels and its matrix products.</summary>
/// <remarks>Which context is current is a trait of each thread: <see cref="Bind"/> makes it the calling thread's, which
/// launching needs. Memory can be taken, read, written and freed on any thread.</remarks>
internal sealed class CudaDevice : Device
{
    private readonly CudaMemory _memory;

    /// <summary>Starts a GPU.</summary>
    /// <param name="index">Its number among the visible ones.</param>
    /// <param name="options">How it computes and how much memory it may take.</param>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    /// <exception cref="CudaException">The driver refused.</exception>
    public CudaDevice(int index, CudaDeviceOptions options)
    {
        Id = options.Id ?? new DeviceId(DeviceKind.Gpu, index);
        Context = CudaContextHandle.Retain(index);
        try
        {
            Grid = new CudaGrid(Context.Attribute(CuDeviceAttribute.MultiprocessorCount));
            Modules = new CudaModules(Context);
            _memory = new CudaMemory(Context, options.Memory);
            Transfers = new CudaTransfers(Context);
            Products = new CudaProducts(Context, options);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override DeviceId Id { get; }

    public CudaContextHandle Context { get; }

    public CudaGrid Grid { get; }

    public CudaModules Modules { get; }

    public CudaTransfers Transfers { get; }

    public CudaProducts Products { get; }

    public override string? Notice => Products.Notice;

    public override void Bind() => Context.MakeCurrent();

    public override DeviceBuffer Allocate(long bytes, string purpose)
    {
        CudaBuffer buffer = new(Take(bytes, purpose), Transfers);
        try
        {
            buffer.Clear();
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public override unsafe DeviceBuffer Adopt(Array array, long offset, long bytes)
    {
        ArgumentNullException.ThrowIfNull(array);
        using PinnedArrayBuffer source = new(array, offset, bytes);
        CudaBuffer buffer = new(Take(bytes, "data"), Transfers);
        try
        {
            for (long at = 0; at < bytes; at += int.MaxValue)
            {
                int length = (int)Math.Min(bytes - at, int.MaxValue);
                buffer.Write(new ReadOnlySpan<byte>((byte*)source.Address + at, length), at);
            }

            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public override UploadBuffer CreateUpload(long bytes, int slots, string purpose) =>
        new CudaUpload(Take(bytes, purpose), Context, slots);

    public override DeviceSignal CreateSignal() => new CudaSignal(Context);

    public override StagingBuffer CreateStaging(DeviceStream compute, int slots) => new CudaStaging(this, (CudaStream)compute, slots);

    /// <summary>Takes memory that nobody needs cleared.</summary>
    /// <exception cref="InsufficientMemoryException">There is not enough.</exception>
    public CudaMemoryBlock Take(long bytes, string purpose) => _memory.Allocate(bytes, purpose);

    public override void Abandon()
    {
        // The driver would wait for the hung kernel in any call that frees something.
        var timeout = new CuResult((int)CuError.CUDA_ERROR_LAUNCH_TIMEOUT);
        CudaFault.Process.Set(new CudaException(timeout, CudaErrorText.Failure(timeout, "The wait for a step", Id)));
    }

    public override DeviceStream CreateStream(string name, bool urgent = false) => new CudaStream(this, urgent);

    public override bool SharesMemoryWith(Device other) =>
        other is CudaDevice gpu && gpu.Context.NativeDevice == Context.NativeDevice;

    public override bool TryReach(Device other) => SharesMemoryWith(other)
        || (other is CudaDevice gpu && Context.TryEnablePeerAccess(gpu.Context));

    public override PreparedOperation Prepare(Operation operation, MemoryMap memory, DeviceStream stream) =>
        ((CudaStream)stream).Prepare(operation, memory);

    public override void Dispose()
    {
        // The constructor may have failed at any of these.
        Products?.Dispose();
        Transfers?.Dispose();
        _memory?.Dispose();
        Modules?.Dispose();
        Context.Dispose();
    }
}
