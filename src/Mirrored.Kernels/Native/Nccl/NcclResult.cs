using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The status that every call of NCCL returns.</summary>
/// <param name="Code">The library's number; 0 is success.</param>
internal readonly record struct NcclResult(int Code)
{
    /// <summary>True when the call did what it should.</summary>
    public bool IsSuccess => Code == (int)NcclStatus.ncclSuccess;

    /// <summary>True when the call goes on in the background.</summary>
    public bool IsInProgress => Code == (int)NcclStatus.ncclInProgress;

    /// <summary>Returns when the call did not fail: it succeeded, or goes on.</summary>
    /// <param name="operation">The native call.</param>
    /// <param name="device">The device it concerns, if any.</param>
    /// <exception cref="NcclException">The call failed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ThrowIfFailed(string operation, DeviceId? device)
    {
        if (!IsSuccess && !IsInProgress) Throw(operation, device);
    }

    /// <summary>Turns the status of a release into its failure's text; never throws.</summary>
    public string? Outcome(string operation, DeviceId device) =>
        IsSuccess || IsInProgress ? null : Failure(operation, device).ToString();

    /// <summary>Throws what the status means.</summary>
    [DoesNotReturn]
    private void Throw(string operation, DeviceId? device) => throw new NcclException(Failure(operation, device));

    /// <summary>What the failure means; only asked after one.</summary>
    private GpuFailure Failure(string operation, DeviceId? device)
    {
        var status = (NcclStatus)Code;
        string name = Enum.IsDefined(status) ? status.ToString() : "an unknown NCCL error";
        return new GpuFailure(operation, device, Code, name, Description(status), Advice(status)) { Detail = LastWords() };
    }

    /// <summary>The library's own report of its last failure, of any communicator, so most likely of this one.</summary>
    private static unsafe string? LastWords()
    {
        string? words = Marshal.PtrToStringUTF8((nint)NcclImports.ncclGetLastError(0));
        return string.IsNullOrWhiteSpace(words) ? null : $"NCCL says: {words.Trim().TrimEnd('.')}.";
    }

    private static string Description(NcclStatus status) => status switch
    {
        NcclStatus.ncclUnhandledCudaError => "a call of CUDA inside the library failed",
        NcclStatus.ncclSystemError => "a call of the operating system failed",
        NcclStatus.ncclInternalError => "an operation inside the library failed",
        NcclStatus.ncclInvalidArgument => "an argument is not valid",
        NcclStatus.ncclInvalidUsage => "the library was used in a way that it does not allow",
        NcclStatus.ncclRemoteError => "another rank, or the way to it, failed",
        NcclStatus.ncclTimeout => "a rank did not answer in time",
        _ => "the status has no description",
    };

    private static string Advice(NcclStatus status) => status switch
    {
        NcclStatus.ncclUnhandledCudaError =>
            "Most often a GPU is out of memory: leave more free, or use a smaller batch or model. NCCL_DEBUG=WARN tells more.",
        NcclStatus.ncclSystemError =>
            "In a container give more shared memory (docker run --shm-size=1g --ulimit memlock=-1), or set "
            + "NCCL_SHM_DISABLE=1; NCCL_SOCKET_IFNAME chooses the network interface.",
        NcclStatus.ncclInvalidUsage => "NCCL takes a GPU once only; NCCL_DEBUG=WARN tells more.",
        NcclStatus.ncclRemoteError => "Look for the first failure of the other ranks.",
        _ => "NCCL_DEBUG=INFO prints what the library does.",
    };
}
