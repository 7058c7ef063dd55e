namespace Mirrored;

/// <summary>The CUDA driver: found, new enough and started.</summary>
/// <remarks>A machine without a GPU trains on its CPU, which is no failure; a GPU without a driver is one.</remarks>
internal sealed class DriverExamination(DoctorMachine machine) : Examination(Title)
{
    public const string Title = "driver";

    public override DoctorCheck Run()
    {
        CudaDriverState driver = CudaDriver.State;
        if (!driver.Library.IsFound) return Missing(driver.Library);
        string version = driver.Version == 0 ? "" : $"CUDA {CudaDriver.Version(driver.Version)} · ";
        string release = Nvml.DriverVersion() is { } number ? $"release {number} · " : "";
        string found = version + release + LibraryText.Place(driver.Library);
        if (driver.Failure is null || driver.HasNoGpu) return Ok(found);
        string cure = driver.Advice.Length > 0 ? driver.Advice
            : "Check that nvidia-smi works; if not, install the driver anew and restart the machine.";
        return Failed(driver.Failure, cure, found);
    }

    private DoctorCheck Missing(LibraryProbe library)
    {
        const string Cause = "the CUDA driver library was not found";
        IReadOnlyList<string> tried = LibraryText.Tried(library);
        if (library.IsMisdirected) return Failed(Cause, LibraryText.Cure(library), details: [.. tried]);
        return machine.HasNvidiaGpu
            ? Failed($"{Cause}, but the machine has an NVIDIA GPU", library.Advice, details: [.. tried])
            : Warning(
                $"{Cause}, so training runs on the CPU", $"If the machine has an NVIDIA GPU: {library.Advice}", details: [.. tried]);
    }
}
