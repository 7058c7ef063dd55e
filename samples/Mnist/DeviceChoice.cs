using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mirrored.Samples.Mnist;

/// <summary>The options that say which devices train, and how they exchange gradients.</summary>
internal static class DeviceChoice
{
    private const int MaximumParts = 16;

    private static readonly Option<int> Cpus = new("--cpus")
    {
        DefaultValueFactory = _ => 1, Description = "virtual CPU devices, one replica each",
    };

    private static readonly Option<string?> Gpus = new("--gpus")
    {
        Description = "GPU numbers, such as 0 or 0,1, or all", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> LogicalGpus = new("--logical-gpus")
    {
        Description = "divide one GPU into so many logical ones, one replica each",
    };

    private static readonly Option<string?> CrossDevice = new("--cross-device")
    {
        Description = "how GPUs sum gradients: nccl, hierarchical or one-device; default the best there is",
    };

    /// <summary>All options of this class.</summary>
    public static IEnumerable<Option> Options => [Cpus, Gpus, LogicalGpus, CrossDevice];

    /// <summary>The devices that a command line asks for.</summary>
    /// <exception cref="ArgumentException">It asks for none, or for what is not there; the message tells what is.</exception>
    public static IReadOnlyList<DeviceId> Devices(ParseResult parsed)
    {
        bool gpus = parsed.GetResult(Gpus) is not null || parsed.GetValue(LogicalGpus) is not null;
        if (gpus && parsed.GetResult(Cpus) is { Implicit: false })
            throw new ArgumentException($"--cpus excludes {(parsed.GetResult(Gpus) is null ? "--logical-gpus" : "--gpus")}.");
        if (!gpus)
            return Mirrored.Devices.Cpus(parsed.GetValue(Cpus) is >= 1 and int count ? count
                : throw new ArgumentException($"--cpus takes a number of at least 1, found {parsed.GetValue(Cpus)}."));
        IReadOnlyList<DeviceId> listed = Listed(parsed.GetResult(Gpus) is null ? "0" : parsed.GetValue(Gpus) ?? "");
        return parsed.GetValue(LogicalGpus) is { } parts ? Divide(listed, parts) : listed;
    }

    /// <summary>How they exchange gradients; null for the best there is.</summary>
    /// <exception cref="ArgumentException">The name is none of those known.</exception>
    public static CrossDeviceOps? Exchange(ParseResult parsed) => parsed.GetValue(CrossDevice) switch
    {
        null => null,
        "nccl" => new NcclAllReduce(),
        "hierarchical" => new HierarchicalCopyAllReduce(),
        "one-device" => new ReductionToOneDevice(),
        string other => throw new ArgumentException($"--cross-device takes nccl, hierarchical or one-device, found '{other}'."),
    };

    private static IReadOnlyList<DeviceId> Listed(string list)
    {
        IReadOnlyList<DeviceId> all = Mirrored.Devices.ListLogical(DeviceKind.Gpu);
        if (list.Trim().Equals("all", StringComparison.OrdinalIgnoreCase))
            return all.Count > 0 ? all : throw new ArgumentException($"--gpus all: no GPU can be used. {Cuda.Explain().Split('\n')[0].Trim()}");
        string[] parts = list.Split(',', StringSplitOptions.TrimEntries);
        int[] numbers =
        [
            .. parts.Select(part => int.TryParse(part, out int number) && number >= 0
                ? number
                : throw new ArgumentException($"--gpus takes numbers separated by commas, or all, found '{list}'. {Present(all)}")),
        ];
        if (numbers.Distinct().Count() != numbers.Length)
            throw new ArgumentException($"--gpus {list} names a GPU twice. {Present(all)}");
        return Mirrored.Devices.Gpus(numbers);
    }

    private static IReadOnlyList<DeviceId> Divide(IReadOnlyList<DeviceId> listed, int parts)
    {
        if (listed.Count != 1) throw new ArgumentException($"--logical-gpus divides one GPU, found {string.Join(", ", listed)}.");
        if (parts is < 1 or > MaximumParts)
            throw new ArgumentException($"--logical-gpus takes a number from 1 to {MaximumParts}, found {parts}.");
        IReadOnlyList<PhysicalDevice> all = Mirrored.Devices.ListPhysical(DeviceKind.Gpu);
        PhysicalDevice gpu = all.FirstOrDefault(gpu => gpu.Id == listed[0])
            ?? throw new ArgumentException($"--logical-gpus: there is no {listed[0]}. {Present([.. all.Select(gpu => gpu.Id)])}");
        // A tenth is left to the driver and its libraries.
        long megabytes = gpu.TotalMemory / (1 << 20) * 9 / 10 / parts;
        Mirrored.Devices.SetLogicalDeviceConfiguration(
            gpu, [.. Enumerable.Range(0, parts).Select(_ => new LogicalDeviceConfiguration(megabytes))]);
        return Mirrored.Devices.Gpus([.. Enumerable.Range(gpu.Id.Index, parts)]);
    }

    private static string Present(IReadOnlyList<DeviceId> all) => all.Count == 0
        ? "This process can see no GPU."
        : $"This process can see {all.Count}: {string.Join(", ", all)}.";
}
