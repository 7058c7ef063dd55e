namespace Mirrored;

/// <summary>A call into the GPU's driver or one of NVIDIA's libraries failed.</summary>
public abstract class GpuException : Exception
{
    private protected GpuException(in GpuFailure failure, string? message = null, Exception? cause = null)
        : base(message ?? failure.ToString(), cause)
    {
        Operation = failure.Operation;
        Device = failure.Device;
        Code = failure.Code;
        Name = failure.Name;
        Description = failure.Description;
        Advice = failure.Advice;
    }

    /// <summary>The native call that reported the failure, for example <c>cuMemAlloc_v2</c>. GPUs work asynchronously:
    /// the cause may be an earlier call on the same device.</summary>
    public string Operation { get; }

    /// <summary>The device; null when the call concerns none.</summary>
    public DeviceId? Device { get; }

    /// <summary>The library's number for the failure.</summary>
    public int Code { get; }

    /// <summary>The library's name for the failure, for example <c>CUDA_ERROR_OUT_OF_MEMORY</c>.</summary>
    public string Name { get; }

    /// <summary>The failure in the library's words.</summary>
    public string Description { get; }

    /// <summary>What most likely helps.</summary>
    public string Advice { get; }
}
