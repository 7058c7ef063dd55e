namespace Mirrored;

/// <summary>What <see cref="Cuda.Explain"/> tells.</summary>
internal static class CudaReport
{
    /// <summary>The lines, from the most to the least important.</summary>
    public static IEnumerable<string> Lines()
    {
        CudaDriverState driver = CudaDriver.State;
        if (CudaFault.Process.First is { } lost) yield return $"CUDA was lost in this process: {lost.Message}";
        yield return driver.Failure is null
            ? $"CUDA can be used: {Count(driver.DeviceCount, "GPU")}."
            : $"CUDA cannot be used: {driver.Failure}. {driver.Advice}";
        foreach (string line in Driver(driver)) yield return line;
        if (!driver.Library.IsFound) yield break;

        foreach (string line in Visibility(driver)) yield return line;
        if (driver.Failure is not null) yield break;
        foreach (string line in Gpus()) yield return line;
        foreach (string line in Library(CublasLt.Library, CublasLtVersion)) yield return line;
        if (!CublasLt.Library.IsFound)
            yield return "  Without it, Mirrored's own matrix product is used, which is slower.";
        foreach (string line in Library(Nvml.Library, () => Nvml.Failure ?? "started")) yield return line;
        if (driver.DeviceCount < 2) yield break;
        foreach (string line in Library(Nccl.Library, NcclVersion)) yield return line;
        if (Nccl.Failure is not null)
            yield return "  Without it, several GPUs sum their gradients by copies, which is slower.";
    }

    private static IEnumerable<string> Driver(CudaDriverState driver)
    {
        if (!driver.Library.IsFound) return Tried(driver.Library);
        string release = Nvml.DriverVersion() is { } version ? $", release {version}" : "";
        string supports = driver.Version == 0 ? "" : $": CUDA {CudaDriver.Version(driver.Version)}{release}";
        return [$"Driver{supports}, {Place(driver.Library)} "
            + $"(needed: CUDA {CudaDriver.Version(CudaDriver.MinimumVersion)}, release {CudaDriver.MinimumBranch})."];
    }

    private static IEnumerable<string> Visibility(CudaDriverState driver)
    {
        if (driver.VisibleDevices is { } value)
        {
            IReadOnlyList<(string Name, string Uuid)> all = Nvml.AllDevices();
            string? remark = all.Count == 0 ? null
                : VisibleDevices.Parse(value, [.. all.Select(device => device.Uuid)]).Remark;
            yield return $"{VisibleDevices.Variable}={value}{(remark is null ? "" : $": {remark}")}";
            if (all.Count > 0) yield return $"  The machine has {Count(all.Count, "GPU")}.";
        }

        string? now = Environment.GetEnvironmentVariable(VisibleDevices.Variable);
        if (now != driver.VisibleDevices)
        {
            yield return $"{VisibleDevices.Variable} was changed to '{now}' after CUDA had started, "
                + "which has no effect.";
        }
    }

    private static IEnumerable<string> Gpus()
    {
        try
        {
            return [.. GpuDiscovery.List().Select(Gpu)];
        }
        catch (CudaException cause)
        {
            return [$"The GPUs could not be described: {cause.Message}"];
        }
    }

    private static string Gpu(PhysicalDevice gpu)
    {
        GpuUsage? usage = Nvml.Usage(gpu);
        string busy = usage?.Utilization is { } percent ? $", {percent} % busy" : "";
        string heat = usage?.Temperature is { } celsius ? $", {celsius} degrees Celsius" : "";
        return $"{gpu}{busy}{heat}";
    }

    private static IEnumerable<string> Library(LibraryProbe library, Func<string> state) => library.IsFound
        ? [$"{library.Description.Name}: {state()}, {Place(library)}."]
        : [$"{library.Description.Name} was not found. {library.Advice}", .. Tried(library)];

    private static string CublasLtVersion() => CudaFault.Process.First is null ? CublasLt.Version() : "not asked";

    private static string NcclVersion() => Nccl.Failure is null
        ? Nccl.Version()
        : $"{Nccl.Version()} is too old, {Nccl.Version(Nccl.MinimumVersion)} is needed";

    private static IEnumerable<string> Tried(LibraryProbe library) =>
        library.Attempts.Select(attempt => $"  {attempt}");

    private static string Place(LibraryProbe library) =>
        $"from {library.Found!.Value.Path} ({LibraryAttempt.Name(library.Found.Value.Origin)})";

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
