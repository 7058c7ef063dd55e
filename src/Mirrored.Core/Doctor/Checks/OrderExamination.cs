namespace Mirrored;

/// <summary>Whether CUDA and nvidia-smi give GPUs the same numbers: CUDA begins with the fastest, nvidia-smi goes by PCI
/// bus.</summary>
internal sealed class OrderExamination() : Examination("order", GpusExamination.Title, "NVML")
{
    private const string Variable = "CUDA_DEVICE_ORDER";

    public override DoctorCheck Run()
    {
        (DeviceId Id, int? System)[] numbers = [.. GpuDiscovery.List().Select(gpu => (gpu.Id, Nvml.Index(gpu)))];
        if (numbers.Any(number => number.System is null)) return Skipped("NVML does not tell nvidia-smi's numbers");
        string[] names = [.. numbers.Select(number => $"{number.Id} is nvidia-smi's {number.System}")];
        // Hidden GPUs leave gaps in nvidia-smi's numbers, which only a wrong order makes misleading.
        bool isSame = numbers.Zip(numbers.Skip(1)).All(pair => pair.First.System < pair.Second.System);
        return isSame ? Ok(string.Join(", ", names)) : Warning(
            "CUDA numbers the GPUs in another order than nvidia-smi", $"export {Variable}=PCI_BUS_ID", string.Join(", ", names));
    }
}
