using System.Collections;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What the checks need to know of the machine beside its GPUs; tests give another one.</summary>
internal sealed record DoctorMachine
{
    private const string NvidiaVendor = "0x10de";
    private const string DisplayClass = "0x03";
    private const string SharedMemoryFolder = "/dev/shm";

    private static readonly string[] Prefixes = ["CUDA_", "CUBLAS", "MIRRORED_", "NCCL_", "NVIDIA_"];

    /// <summary>The operating system.</summary>
    public required string Platform { get; init; }

    /// <summary>The processor's architecture.</summary>
    public required string Architecture { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>How many threads the processor runs at once, as far as this process may use them.</summary>
    public required int Cores { get; init; }

    /// <summary>The bytes of memory that this process may use.</summary>
    public required long Memory { get; init; }

    /// <summary>What kind of container this is; null outside of one.</summary>
    public string? Container { get; init; }

    /// <summary>The size of <c>/dev/shm</c>; null where there is none.</summary>
    public long? SharedMemory { get; init; }

    /// <summary>True when the system shows an NVIDIA GPU, with or without a driver.</summary>
    public bool HasNvidiaGpu { get; init; }

    /// <summary>The environment variables that the libraries read.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new SortedDictionary<string, string>();

    /// <summary>This machine.</summary>
    public static DoctorMachine Here() => new()
    {
        Platform = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        Runtime = RuntimeInformation.FrameworkDescription,
        Cores = Environment.ProcessorCount,
        Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Container = FindContainer(),
        SharedMemory = Directory.Exists(SharedMemoryFolder) ? new DriveInfo(SharedMemoryFolder).TotalSize : null,
        HasNvidiaGpu = FindNvidiaGpu(),
        Variables = FindVariables(),
    };

    private static string? FindContainer() =>
        Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not null ? "Kubernetes"
        : File.Exists("/.dockerenv") ? "Docker"
        : File.Exists("/run/.containerenv") ? "Podman"
        : Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is not null ? "a container"
        : null;

    private static bool FindNvidiaGpu()
    {
        if (File.Exists("/dev/nvidiactl")) return true;
        const string Bus = "/sys/bus/pci/devices";
        if (!Directory.Exists(Bus)) return false;
        return Directory.GetDirectories(Bus).Any(device =>
            Read(device, "vendor") == NvidiaVendor && Read(device, "class").StartsWith(DisplayClass, StringComparison.Ordinal));
    }

    private static string Read(string device, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(device, file)).Trim();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return ""; // A sandbox may hide what a device is.
        }
    }

    private static SortedDictionary<string, string> FindVariables()
    {
        SortedDictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            if (Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                variables.Add(name, (string?)entry.Value ?? "");
        }

        return variables;
    }
}
