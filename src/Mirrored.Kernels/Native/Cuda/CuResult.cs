using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The status that every driver call returns.</summary>
/// <param name="Code">The driver's number; 0 is success.</param>
internal readonly record struct CuResult(int Code)
{
    /// <summary>True when the call did what it should.</summary>
    public bool IsSuccess => Code == (int)CuError.CUDA_SUCCESS;

    /// <summary>True for a query of work that still runs: an answer, not an error.</summary>
    public bool IsNotReady => Code == (int)CuError.CUDA_ERROR_NOT_READY;

    /// <summary>True when the process can no longer use CUDA, so that no further call makes sense.</summary>
    /// <remarks>The driver answers every later call with the same code. After uncorrectable memory or link errors
    /// results cannot be trusted, so they count as well.</remarks>
    public bool IsSticky => (CuError)Code is CuError.CUDA_ERROR_ILLEGAL_ADDRESS or CuError.CUDA_ERROR_LAUNCH_TIMEOUT
        or CuError.CUDA_ERROR_ASSERT
        or (>= CuError.CUDA_ERROR_HARDWARE_STACK_ERROR and <= CuError.CUDA_ERROR_LAUNCH_FAILED)
        or CuError.CUDA_ERROR_TENSOR_MEMORY_LEAK or CuError.CUDA_ERROR_CONTAINED
        or CuError.CUDA_ERROR_ECC_UNCORRECTABLE or CuError.CUDA_ERROR_NVLINK_UNCORRECTABLE;

    /// <summary>The driver's name for the status.</summary>
    public string Name => Enum.IsDefined((CuError)Code) ? ((CuError)Code).ToString() : "an unknown CUDA error";

    /// <summary>Returns when the call succeeded.</summary>
    /// <param name="operation">The native call.</param>
    /// <param name="device">The device it concerns.</param>
    /// <exception cref="CudaException">The call failed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThrowIfFailed(string operation, DeviceId? device)
    {
        if (!IsSuccess) Throw(operation, device);
    }

    /// <summary>Throws what the status means, and remembers it when it is sticky.</summary>
    /// <param name="operation">The native call.</param>
    /// <param name="device">The device it concerns.</param>
    /// <param name="detail">Figures or a log that only the caller knows.</param>
    /// <exception cref="CudaException">Always.</exception>
    [DoesNotReturn]
    public void Throw(string operation, DeviceId? device, string? detail = null)
    {
        var failure = new CudaException(this, CudaErrorText.Failure(this, operation, device) with { Detail = detail });
        if (IsSticky) CudaFault.Process.Set(failure);
        throw failure;
    }
}
