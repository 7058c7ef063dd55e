namespace Mirrored;

/// <summary>NCCL, which exchanges gradients between GPUs.</summary>
internal sealed class NcclExamination() : Examination(Title, GpusExamination.Title)
{
    public const string Title = "NCCL";

    public override DoctorCheck Run()
    {
        LibraryProbe library = Nccl.Library;
        const string Instead = "the GPUs exchange gradients by copies, which is slower";
        if (library.IsFound)
        {
            string found = $"{Nccl.Version()} · {LibraryText.Place(library)}";
            return Nccl.Failure is null
                ? Ok(found)
                : Warning($"older than {Nccl.Version(Nccl.MinimumVersion)}, so {Instead}", library.Description.Install, found);
        }

        return CudaDriver.State.DeviceCount == 1
            ? Ok("not found; one GPU needs none", LibraryText.Tried(library))
            : Warning($"NCCL was not found, so {Instead}", LibraryText.Cure(library), details: [.. LibraryText.Tried(library)]);
    }
}
