using System.Globalization;

namespace Mirrored;

/// <summary>The status that every call of NVML returns. No failure is fatal: it means that a figure is not to be
/// had.</summary>
/// <param name="Code">The library's number; 0 is success.</param>
internal readonly record struct NvmlResult(int Code)
{
    /// <summary>True when the call did what it should.</summary>
    public bool IsSuccess => Code == (int)NvmlStatus.NVML_SUCCESS;

    /// <summary>Returns when the call succeeded.</summary>
    /// <param name="operation">The native call.</param>
    /// <exception cref="NvmlException">The call failed.</exception>
    public void ThrowIfFailed(string operation)
    {
        if (IsSuccess) return;
        var status = (NvmlStatus)Code;
        string name = Enum.IsDefined(status) ? status.ToString() : "an unknown NVML error";
        throw new NvmlException(new GpuFailure(operation, null, Code, name, Description(status), Advice(status)));
    }

    /// <summary>The library's name and number of the status.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(NvmlStatus)Code} ({Code})");

    private static string Description(NvmlStatus status) => status switch
    {
        NvmlStatus.NVML_ERROR_DRIVER_NOT_LOADED => "the NVIDIA driver is not loaded",
        NvmlStatus.NVML_ERROR_LIB_RM_VERSION_MISMATCH =>
            "the driver's library and kernel module are of different releases",
        NvmlStatus.NVML_ERROR_GPU_IS_LOST => "a GPU has fallen off the bus",
        NvmlStatus.NVML_ERROR_NO_PERMISSION => "the user may not use the driver's device files",
        _ => "the library did not start",
    };

    private static string Advice(NvmlStatus status) => status switch
    {
        NvmlStatus.NVML_ERROR_LIB_RM_VERSION_MISMATCH =>
            "The driver was updated while loaded: restart the machine.",
        NvmlStatus.NVML_ERROR_GPU_IS_LOST =>
            "Restart the machine; if it comes back, check power and seating of the GPU.",
        _ => "Check that nvidia-smi works.",
    };
}
