namespace Mirrored;

/// <summary>A call of the CUDA driver failed.</summary>
public sealed class CudaException : GpuException
{
    internal CudaException(CuResult result, in GpuFailure failure) : base(failure) => IsSticky = result.IsSticky;

    /// <summary>Tells that a call was not made, because CUDA was lost before.</summary>
    internal CudaException(CudaException first)
        : base(
            new GpuFailure(first.Operation, first.Device, first.Code, first.Name, first.Description, first.Advice),
            $"CUDA was lost earlier in this process and is not called any more: {first.Message}",
            first) => IsSticky = true;

    /// <summary>True when the process can no longer use any GPU: end it, save nothing that was computed since, and
    /// start again from the last checkpoint.</summary>
    public bool IsSticky { get; }
}
