namespace Mirrored;

/// <content>Places of devices in the machine, and who uses them.</content>
internal static unsafe partial class Nvml
{
    private const int NvLinkCapability = 2;
    private const ulong UnknownMemory = ulong.MaxValue;
    private const int FirstRoom = 16;

    /// <summary>The number that nvidia-smi gives a GPU; null when it cannot be had.</summary>
    public static int? Index(PhysicalDevice gpu)
    {
        uint index;
        return Failure is null && TryFind(gpu, out nint device)
            && NvmlImports.nvmlDeviceGetIndex(device, &index).IsSuccess ? (int)index : null;
    }

    /// <summary>True when NVLink joins two GPUs.</summary>
    public static bool HaveNvLink(PhysicalDevice first, PhysicalDevice second)
    {
        int status;
        return Failure is null && TryFind(first, out nint a) && TryFind(second, out nint b)
            && NvmlImports.nvmlDeviceGetP2PStatus(a, b, NvLinkCapability, &status).IsSuccess && status == 0;
    }

    /// <summary>Where the ways of two GPUs meet; null when it cannot be had.</summary>
    public static NvmlTopology? Topology(PhysicalDevice first, PhysicalDevice second)
    {
        NvmlTopology level;
        return Failure is null && TryFind(first, out nint a) && TryFind(second, out nint b)
            && NvmlImports.nvmlDeviceGetTopologyCommonAncestor(a, b, &level).IsSuccess ? level : null;
    }

    /// <summary>The processes that compute on a GPU; null when it cannot be had.</summary>
    public static IReadOnlyList<GpuProcess>? Processes(PhysicalDevice gpu)
    {
        if (Failure is not null || !TryFind(gpu, out nint device)) return null;
        // The number may grow between two calls, so there are only so many attempts.
        for (int room = FirstRoom; room <= FirstRoom << 8; room <<= 2)
        {
            uint count = (uint)room;
            var processes = new NvmlProcess[room];
            NvmlResult result;
            fixed (NvmlProcess* first = processes)
                result = NvmlImports.nvmlDeviceGetComputeRunningProcesses_v3(device, &count, first);
            if (result.IsSuccess) return [.. processes.Take((int)count).Select(Describe)];
            if (result.Code != (int)NvmlStatus.NVML_ERROR_INSUFFICIENT_SIZE) return null;
        }

        return null;
    }

    private static GpuProcess Describe(NvmlProcess process) => new(
        (int)process.Pid, process.UsedMemory == UnknownMemory ? null : (long)process.UsedMemory);
}
