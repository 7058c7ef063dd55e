namespace Mirrored;

/// <summary>Results of checks that did not come to one themselves.</summary>
internal static class DoctorFailure
{
    private const string Report = "This looks like a mistake in Mirrored: please report it with the output of mirrored doctor --json.";

    private const string HungCure =
        "Look for Xid errors (sudo dmesg | grep -i -e xid -e nvrm) and for processes that hold the GPU (nvidia-smi); restart the "
        + "machine if it stays so. If the machine is only slow, give it more time: mirrored doctor --timeout 120.";

    /// <summary>What to do about a GPU that fails or computes wrong numbers.</summary>
    public const string WrongCure =
        "Run mirrored doctor again. If it comes back, update the driver and its libraries, then test the GPU: nvidia-smi -q -d ECC, "
        + "dcgmi diag -r 2.";

    /// <summary>What to do about an exchange that adds up wrongly.</summary>
    public const string WrongSumsCure =
        "Direct access between GPUs returns wrong data, as an active IOMMU can make it: boot with iommu=pt, or switch ACS off on the "
        + "PCIe bridges. Until then: export NCCL_P2P_DISABLE=1.";

    private const string ExchangeCure =
        "Exchange between GPUs often hangs where the IOMMU reroutes their traffic. Try NCCL_P2P_DISABLE=1 mirrored doctor; if "
        + "that helps, boot with iommu=pt and switch off ACS on the PCIe bridges. In a container add --ipc=host or --shm-size=1g.";

    /// <summary>A check that did not end within its limit.</summary>
    public static DoctorCheck Hung(string name, TimeSpan limit) => Failed(
        name, $"did not end within {limit.TotalSeconds:0.#} s", IsExchange(name) ? ExchangeCure : HungCure);

    /// <summary>A check that took its process along.</summary>
    /// <param name="name">The check.</param>
    /// <param name="end">How the process ended.</param>
    /// <param name="lastWords">What it wrote to its error stream at last.</param>
    public static DoctorCheck Crashed(string name, string end, IReadOnlyList<string> lastWords) => Failed(
        name, $"the process that did this check died: {end}",
        "The driver or one of NVIDIA's libraries crashed: update the driver, and see that only one version of each library is "
        + "installed (mirrored doctor --verbose shows the paths).") with
    {
        Details = lastWords,
    };

    /// <summary>A check that threw.</summary>
    public static DoctorCheck Of(string name, Exception cause)
    {
        Exception root = cause is ReplicaFailedException { InnerException: { } inner } ? inner : cause;
        return root switch
        {
            CudaException { IsSticky: true } error => Failed(name, Call(error), WrongCure),
            GpuException error => Failed(name, Call(error), error.Advice.Length > 0 ? error.Advice : HungCure),
            CudaUnavailableException error => Failed(name, Line(error.Message), error.Advice),
            CollectiveException error => Failed(name, FirstSentence(error.Message), $"{error.LikelyCause} {ExchangeCure}".Trim()) with
            {
                Details = error.History,
            },
            TimeoutException => Failed(name, FirstSentence(root.Message), IsExchange(name) ? ExchangeCure : HungCure),
            InsufficientMemoryException => Failed(
                name, FirstSentence(root.Message), "Free memory of the GPU: nvidia-smi shows which processes hold it."),
            DeviceNotAvailableException => Failed(name, Line(root.Message), "mirrored devices lists the devices that there are."),
            _ => Failed(name, Line(root.Message), Report),
        };
    }

    /// <summary>The native call without the advice, which is for programs that train.</summary>
    private static string Call(GpuException error) =>
        $"{error.Operation} failed with {error.Name} ({error.Code}): {error.Description}";

    private static bool IsExchange(string name) =>
        name.StartsWith("all GPUs", StringComparison.Ordinal) || name.EndsWith(NcclExamination.Title, StringComparison.Ordinal);

    private static DoctorCheck Failed(string name, string cause, string cure) =>
        new() { Name = name, Status = DoctorStatus.Failed, Cause = cause, Cure = cure };

    private static string Line(string message) => message.ReplaceLineEndings(" ").Trim();

    private static string FirstSentence(string message) => Line(message).Split(". ")[0].TrimEnd('.');
}
