using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The status that every call of cuBLASLt returns.</summary>
/// <param name="Code">The library's number; 0 is success.</param>
internal readonly record struct CublasLtResult(int Code)
{
    /// <summary>True when the call did what it should.</summary>
    public bool IsSuccess => Code == (int)CublasLtStatus.CUBLAS_STATUS_SUCCESS;

    /// <summary>Returns when the call succeeded.</summary>
    /// <param name="operation">The native call.</param>
    /// <param name="device">The device it concerns.</param>
    /// <exception cref="CublasLtException">The call failed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThrowIfFailed(string operation, DeviceId device)
    {
        if (!IsSuccess) Throw(operation, device);
    }

    /// <summary>Turns the status of a release into its failure's text; never throws.</summary>
    public string? Outcome(string operation, DeviceId device) =>
        IsSuccess ? null : Failure(operation, device).ToString();

    /// <summary>What the failure means; only asked after one.</summary>
    private GpuFailure Failure(string operation, DeviceId device)
    {
        var status = (CublasLtStatus)Code;
        string name = Enum.IsDefined(status) ? status.ToString() : "an unknown cuBLAS error";
        return new GpuFailure(operation, device, Code, name, Description(status), Advice(status));
    }

    /// <summary>Throws what the status means.</summary>
    [DoesNotReturn]
    private void Throw(string operation, DeviceId device) => throw new CublasLtException(Failure(operation, device));

    private static string Description(CublasLtStatus status) => status switch
    {
        CublasLtStatus.CUBLAS_STATUS_NOT_INITIALIZED => "the library could not be initialised",
        CublasLtStatus.CUBLAS_STATUS_ALLOC_FAILED => "the library could not allocate memory",
        CublasLtStatus.CUBLAS_STATUS_INVALID_VALUE => "an argument is not valid",
        CublasLtStatus.CUBLAS_STATUS_ARCH_MISMATCH => "the device lacks a feature that the call needs",
        CublasLtStatus.CUBLAS_STATUS_MAPPING_ERROR => "device memory could not be accessed",
        CublasLtStatus.CUBLAS_STATUS_EXECUTION_FAILED => "the product could not run on the device",
        CublasLtStatus.CUBLAS_STATUS_INTERNAL_ERROR => "an operation inside the library failed",
        CublasLtStatus.CUBLAS_STATUS_NOT_SUPPORTED => "there is no kernel for these shapes and types",
        CublasLtStatus.CUBLAS_STATUS_LICENSE_ERROR => "the license could not be checked",
        _ => "the status has no description",
    };

    private static string Advice(CublasLtStatus status) => status switch
    {
        CublasLtStatus.CUBLAS_STATUS_NOT_INITIALIZED =>
            "The driver may be too old for this cuBLASLt, or the device out of memory; Cuda.Explain() tells versions.",
        CublasLtStatus.CUBLAS_STATUS_ALLOC_FAILED => "Use a smaller batch or model, or free device memory.",
        CublasLtStatus.CUBLAS_STATUS_ARCH_MISMATCH =>
            "CUDA 13 libraries need compute capability 7.5; install a CUDA 12 one for older devices.",
        _ => "CUBLASLT_LOG_LEVEL=5 prints every call of the library.",
    };
}
