namespace Mirrored;

/// <summary>How many GPUs the process can see, and what hides the others.</summary>
internal sealed class GpusExamination(DoctorMachine machine) : Examination(Title, DriverExamination.Title)
{
    public const string Title = "GPUs";

    public override DoctorCheck Run()
    {
        CudaDriverState driver = CudaDriver.State;
        IReadOnlyList<(string Name, string Uuid)> all = Nvml.AllDevices();
        string? remark = driver.VisibleDevices is { } value && all.Count > 0
            ? VisibleDevices.Parse(value, [.. all.Select(device => device.Uuid)]).Remark
            : null;
        string setting = $"{VisibleDevices.Variable}={driver.VisibleDevices}{(remark is null ? "" : $": {remark}")}";
        if (driver.HasNoGpu) return None(driver, setting, all.Count);

        string of = all.Count > driver.DeviceCount ? $" of the {all.Count} in the machine" : "";
        string found = $"{driver.DeviceCount}{of}: {string.Join(", ", GpuDiscovery.List().Select(gpu => $"{gpu.Id} {gpu.Name}"))}";
        return remark is null ? Ok(found) : Warning(setting, $"Correct it, or: unset {VisibleDevices.Variable}", found);
    }

    private DoctorCheck None(CudaDriverState driver, string setting, int machineHas)
    {
        string inMachine = machineHas > 0 ? $", but the machine has {machineHas}" : "";
        string why = $"{driver.Failure}{inMachine}";
        if (driver.VisibleDevices is not null)
            return Warning($"{why}; {setting}; training runs on the CPU", $"If this is not meant: unset {VisibleDevices.Variable}");
        return machine.HasNvidiaGpu || machineHas > 0
            ? Failed(why, driver.Advice)
            : Warning($"{why}, so training runs on the CPU", $"If the machine has an NVIDIA GPU: {driver.Advice}");
    }
}
