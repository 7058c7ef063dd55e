namespace Mirrored;

/// <summary>Page-locked host memory, which every device of the process copies from and to without waiting.</summary>
internal sealed unsafe class CudaPinnedMemoryHandle : CudaHandle
{
    private CudaPinnedMemoryHandle(void* address, long length, CudaContextHandle context)
        : base((nint)address, context) => Length = length;

    /// <summary>The first byte.</summary>
    public void* Address => (void*)Raw;

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>Takes memory, not cleared.</summary>
    /// <param name="context">The context to keep alive as long as the memory.</param>
    /// <param name="bytes">More than zero.</param>
    /// <param name="flags"><see cref="CuHostAllocFlags.WriteCombined"/> is slow to read on the host.</param>
    /// <exception cref="CudaException">The system does not let so much be locked.</exception>
    public static CudaPinnedMemoryHandle Allocate(
        CudaContextHandle context, long bytes, CuHostAllocFlags flags = CuHostAllocFlags.Portable)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        using CudaContextScope scope = context.Enter();
        HandleLedger.Process.ReleaseForgotten();
        void* address;
        CuResult result = CudaImports.cuMemHostAlloc(&address, (nuint)bytes, flags);
        if (!result.IsSuccess)
        {
            string? detail = result.Code == (int)CuError.CUDA_ERROR_OUT_OF_MEMORY
                ? $"Wanted {bytes:N0} bytes of page-locked host memory; the system's limit is shown by ulimit -l."
                : null;
            result.Throw(nameof(CudaImports.cuMemHostAlloc), context.Device, detail);
        }

        return new CudaPinnedMemoryHandle(address, bytes, context);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuMemFreeHost((void*)handle), nameof(CudaImports.cuMemFreeHost), Device);
}
