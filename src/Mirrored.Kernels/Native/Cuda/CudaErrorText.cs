using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What a driver's status means in words, and what most likely helps; only asked after a failure.</summary>
internal static unsafe class CudaErrorText
{
    private const string EndProcess =
        "The process can no longer use CUDA: end it and start again from the last checkpoint.";

    /// <summary>Describes a failed call.</summary>
    public static GpuFailure Failure(CuResult result, string operation, DeviceId? device) =>
        new(operation, device, result.Code, result.Name, Description(result), Advice(result));

    /// <summary>The driver's own words. After a sticky error not even this harmless call is made.</summary>
    private static string Description(CuResult result)
    {
        if (Known((CuError)result.Code) is { } known) return known;
        byte* text = null;
        bool isTold = NativeLibraries.IsLoaded(LibraryNames.Cuda)
            && CudaImports.cuGetErrorString(result.Code, &text).IsSuccess && text is not null;
        return isTold ? Marshal.PtrToStringUTF8((nint)text)! : "the driver gives no description";
    }

    private static string? Known(CuError error) => error switch
    {
        CuError.CUDA_ERROR_ECC_UNCORRECTABLE => "the device's memory has an error that ECC cannot correct",
        CuError.CUDA_ERROR_NVLINK_UNCORRECTABLE => "NVLink has an error that it cannot correct",
        CuError.CUDA_ERROR_CONTAINED => "the device contained a hardware error; what ran on it is lost",
        CuError.CUDA_ERROR_ILLEGAL_ADDRESS => "a kernel used an address that is not valid",
        CuError.CUDA_ERROR_LAUNCH_TIMEOUT => "a kernel ran longer than the display's watchdog allows",
        CuError.CUDA_ERROR_ASSERT => "an assertion failed in a kernel",
        CuError.CUDA_ERROR_HARDWARE_STACK_ERROR => "a kernel's call stack is damaged or overflowed",
        CuError.CUDA_ERROR_ILLEGAL_INSTRUCTION => "a kernel met an illegal instruction",
        CuError.CUDA_ERROR_MISALIGNED_ADDRESS => "a kernel used an address that is not aligned",
        CuError.CUDA_ERROR_INVALID_ADDRESS_SPACE => "a kernel used an address in the wrong memory space",
        CuError.CUDA_ERROR_INVALID_PC => "a kernel's program counter left its code",
        CuError.CUDA_ERROR_LAUNCH_FAILED => "a kernel failed while it ran",
        CuError.CUDA_ERROR_TENSOR_MEMORY_LEAK => "a kernel left tensor memory allocated",
        _ => null,
    };

    private static string Advice(CuResult result) => (CuError)result.Code switch
    {
        CuError.CUDA_ERROR_OUT_OF_MEMORY =>
            "Use a smaller batch or model, or free memory: nvidia-smi shows which processes hold it.",
        CuError.CUDA_ERROR_NOT_INITIALIZED or CuError.CUDA_ERROR_OPERATING_SYSTEM =>
            "Check that nvidia-smi works; in a container start it with --gpus all.",
        CuError.CUDA_ERROR_DEINITIALIZED => "The driver has shut down: dispose strategies before the process ends.",
        CuError.CUDA_ERROR_STUB_LIBRARY =>
            "A toolkit's stub was loaded instead of the driver: take folders named 'stubs' out of the library path.",
        CuError.CUDA_ERROR_CALL_REQUIRES_NEWER_DRIVER or CuError.CUDA_ERROR_UNSUPPORTED_PTX_VERSION =>
            $"Update the NVIDIA driver; {CudaDriver.MinimumBranch} or newer is needed.",
        CuError.CUDA_ERROR_DEVICE_UNAVAILABLE =>
            "Another process uses the GPU alone: end it, or set the compute mode to default with nvidia-smi -c 0.",
        CuError.CUDA_ERROR_NO_DEVICE =>
            "Check nvidia-smi, and that CUDA_VISIBLE_DEVICES does not hide every GPU.",
        CuError.CUDA_ERROR_INVALID_DEVICE => "Devices.ListPhysical tells which GPUs there are.",
        CuError.CUDA_ERROR_NO_BINARY_FOR_GPU or CuError.CUDA_ERROR_INVALID_IMAGE or CuError.CUDA_ERROR_INVALID_PTX =>
            "GPUs from compute capability 7.5 (Turing, T4) on are supported.",
        CuError.CUDA_ERROR_JIT_COMPILER_NOT_FOUND =>
            "libnvidia-ptxjitcompiler is missing: install the whole driver; in a container give it the capability "
            + "\"compute\" (NVIDIA_DRIVER_CAPABILITIES=compute,utility).",
        CuError.CUDA_ERROR_JIT_COMPILATION_DISABLED => "Unset CUDA_DISABLE_PTX_JIT.",
        CuError.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES =>
            "The kernel needs more registers or shared memory than there are.",
        CuError.CUDA_ERROR_SYSTEM_NOT_READY =>
            "Start the NVIDIA Fabric Manager (systemctl start nvidia-fabricmanager).",
        CuError.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH or CuError.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE =>
            "The driver's kernel module and library differ: restart the machine, or take the forward compatibility "
            + "package out of the library path.",
        CuError.CUDA_ERROR_ECC_UNCORRECTABLE or CuError.CUDA_ERROR_NVLINK_UNCORRECTABLE
            or CuError.CUDA_ERROR_CONTAINED =>
            EndProcess + " If it comes back, the device must be reset or replaced (nvidia-smi -q).",
        CuError.CUDA_ERROR_LAUNCH_TIMEOUT =>
            EndProcess + " Use a GPU without a display, or a smaller batch.",
        >= CuError.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED and <= CuError.CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD =>
            "A call that capture does not allow was made while a step was recorded.",
        _ when result.IsSticky =>
            EndProcess + " The cause may be an earlier kernel on the device; CUDA_LAUNCH_BLOCKING=1 or "
            + "compute-sanitizer names it.",
        _ => "",
    };
}
