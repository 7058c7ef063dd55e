namespace Mirrored;

/// <summary>cuBLASLt, which makes matrix products fast.</summary>
internal sealed class CublasLtExamination() : Examination("cuBLASLt", GpusExamination.Title)
{
    public override DoctorCheck Run()
    {
        CudaDriverState driver = CudaDriver.State;
        LibraryProbe library = CublasLt.Library;
        if (library.IsFound) return Ok($"{CublasLt.Version()} · {LibraryText.Place(library)}");
        return Warning(
            $"no cuBLASLt that CUDA {CudaDriver.Version(driver.Version)} can run was found, so Mirrored's own matrix product is "
            + "used, which is slower and knows no TF32",
            LibraryText.Cure(library), details: [.. LibraryText.Tried(library)]);
    }
}
