namespace Mirrored;

/// <summary>What one native library is called and where it may lie.</summary>
internal sealed record LibraryDescription
{
    /// <summary>The newest CUDA release whose library names are known.</summary>
    private const int NewestMajor = 13;

    /// <summary>The display driver's CUDA library.</summary>
    public static LibraryDescription Driver { get; } = new()
    {
        Name = "The CUDA driver library",
        ImportName = LibraryNames.Cuda,
        LinuxFiles = ["libcuda.so.1", "libcuda.so"],
        WindowsFiles = ["nvcuda.dll"],
        IsPartOfDriver = true,
        Install = $"Install the NVIDIA driver {CudaDriver.MinimumBranch} or newer (https://www.nvidia.com/drivers; "
            + "Ubuntu: sudo ubuntu-drivers install). In a container: docker run --gpus all, with the NVIDIA "
            + "container toolkit on the host.",
    };

    /// <summary>The driver's management library: utilisation, temperature, the names of all GPUs.</summary>
    public static LibraryDescription Nvml { get; } = new()
    {
        Name = "NVML",
        ImportName = LibraryNames.Nvml,
        LinuxFiles = ["libnvidia-ml.so.1", "libnvidia-ml.so"],
        WindowsFiles = ["nvml.dll"],
        IsPartOfDriver = true,
        Install = "It comes with the NVIDIA driver. In a container it needs the capability \"utility\": "
            + "docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility.",
    };

    /// <summary>The library in words.</summary>
    public required string Name { get; init; }

    /// <summary>The name by which the imports ask for it.</summary>
    public required string ImportName { get; init; }

    /// <summary>File names on Linux, best first.</summary>
    public required IReadOnlyList<string> LinuxFiles { get; init; }

    /// <summary>File names on Windows, best first.</summary>
    public required IReadOnlyList<string> WindowsFiles { get; init; }

    /// <summary>True when only a display driver installs it, so that toolkits and Python need no search.</summary>
    public bool IsPartOfDriver { get; init; }

    /// <summary>One line that says how to get it.</summary>
    public required string Install { get; init; }

    /// <summary>The matrix product library, in the releases that a driver can run.</summary>
    /// <param name="driverVersion">As <c>cuDriverGetVersion</c> tells it: 1000 major + 10 minor. A library of a newer
    /// major release than the driver loads, but its first call fails.</param>
    public static LibraryDescription CublasLt(int driverVersion)
    {
        int newest = Math.Min(driverVersion / 1000, NewestMajor);
        int oldest = CudaDriver.MinimumVersion / 1000;
        int[] majors = [.. Enumerable.Range(oldest, Math.Max(0, newest - oldest + 1)).Reverse()];
        return new()
        {
            Name = "cuBLASLt",
            ImportName = LibraryNames.CublasLt,
            LinuxFiles = [.. majors.Select(major => $"libcublasLt.so.{major}")],
            WindowsFiles = [.. majors.Select(major => $"cublasLt64_{major}.dll")],
            Install = (newest >= 13 ? "pip install nvidia-cublas" : "pip install nvidia-cublas-cu12")
                + $", or conda install -c nvidia libcublas, or a CUDA {newest} toolkit; elsewhere: set "
                + $"{LibrarySearch.ChosenFolderVariable} to its folder.",
        };
    }

    /// <summary>The library that joins several GPUs.</summary>
    /// <param name="driverVersion">As <c>cuDriverGetVersion</c> tells it: 1000 major + 10 minor.</param>
    public static LibraryDescription Nccl(int driverVersion)
    {
        int major = Math.Min(driverVersion / 1000, NewestMajor);
        return new()
        {
            Name = "NCCL",
            ImportName = LibraryNames.Nccl,
            LinuxFiles = ["libnccl.so.2", "libnccl.so"],
            WindowsFiles = ["nccl.dll"], // NVIDIA publishes none; its sources can make one.
            Install = $"Linux only: pip install nvidia-nccl-cu{major}, or sudo apt install libnccl2 from NVIDIA's repository, or "
                + $"conda install -c conda-forge nccl; elsewhere: set {LibrarySearch.ChosenFolderVariable} to its folder. "
                + "Without NCCL: new HierarchicalCopyAllReduce().",
        };
    }

    /// <summary>The file names on a system, best first.</summary>
    public IReadOnlyList<string> Files(bool windows) => windows ? WindowsFiles : LinuxFiles;
}
