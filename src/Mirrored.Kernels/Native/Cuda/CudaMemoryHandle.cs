namespace Mirrored;

/// <summary>Device memory, not cleared.</summary>
internal sealed unsafe class CudaMemoryHandle : CudaHandle
{
    private CudaMemoryHandle(ulong address, long length, CudaContextHandle context) : base((nint)address, context) =>
        Length = length;

    /// <summary>The first byte's address on the device.</summary>
    public ulong Address => (ulong)Raw;

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>Takes memory. Waits for the device, so not while work should run.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="bytes">More than zero.</param>
    /// <exception cref="CudaException">There is not enough; the message tells what is free.</exception>
    public static CudaMemoryHandle Allocate(CudaContextHandle context, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        using CudaContextScope scope = context.Enter();
        HandleLedger.Process.ReleaseForgotten();
        ulong address;
        CuResult result = CudaImports.cuMemAlloc_v2(&address, (nuint)bytes);
        if (!result.IsSuccess) ThrowAllocation(result, nameof(CudaImports.cuMemAlloc_v2), bytes, context);
        return new CudaMemoryHandle(address, bytes, context);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuMemFree_v2((ulong)handle), nameof(CudaImports.cuMemFree_v2), Device);

    private static void ThrowAllocation(CuResult result, string operation, long bytes, CudaContextHandle context)
    {
        string? detail = null;
        if (result.Code == (int)CuError.CUDA_ERROR_OUT_OF_MEMORY)
        {
            nuint free, total;
            detail = CudaImports.cuMemGetInfo_v2(&free, &total).IsSuccess
                ? $"Wanted {bytes:N0} bytes; {free:N0} of {total:N0} are free."
                : $"Wanted {bytes:N0} bytes.";
        }

        result.Throw(operation, context.Device, detail);
    }
}
