namespace Mirrored;

/// <summary>NVML, which tells how busy and hot GPUs are and what nvidia-smi calls them.</summary>
internal sealed class NvmlExamination() : Examination("NVML", DriverExamination.Title)
{
    public override DoctorCheck Run()
    {
        LibraryProbe library = Nvml.Library;
        const string Missing = "utilisation, temperature and nvidia-smi's numbers cannot be told";
        if (!library.IsFound)
            return Warning($"NVML was not found, so {Missing}", LibraryText.Cure(library), details: [.. LibraryText.Tried(library)]);
        return Nvml.Error is { } failure
            ? Warning(
                $"{failure.Operation} failed with {failure.Name} ({failure.Code}), so {Missing}", failure.Advice,
                LibraryText.Place(library))
            : Ok(LibraryText.Place(library));
    }
}
