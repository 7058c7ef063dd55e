namespace Mirrored;

/// <summary>NVML, which tells how busy and hot GPUs are and what nvidia-smi calls them.</summary>
internal sealed class NvmlExamination() : Examination("NVML", DriverExamination.Title)
{
    public override DoctorCheck Run()
    {
        LibraryProbe library = Nvml.Library;
        const string Missing = "utilisation, temperature and nvidia-smi's numbers cannot be told";
        if (!library.IsFound)
            return Warning($"NVML was not found, so {Missing}", library.Advice, details: [.. LibraryText.Tried(library)]);
        return Nvml.Failure is { } failure
            ? Warning($"{failure} So {Missing}.", "Check that nvidia-smi works.", LibraryText.Place(library))
            : Ok(LibraryText.Place(library));
    }
}
