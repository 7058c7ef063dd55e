namespace Mirrored;

/// <summary>The names by which the imports ask for their libraries; <see cref="NativeLibraries"/> turns them into
/// files.</summary>
internal static class LibraryNames
{
    public const string Cuda = "cuda";

    public const string CublasLt = "cublasLt";

    public const string Nvml = "nvml";

    public const string Nccl = "nccl";
}
