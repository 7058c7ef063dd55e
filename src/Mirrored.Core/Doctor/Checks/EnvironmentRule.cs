namespace Mirrored;

/// <summary>A value of an environment variable that does harm.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Hits">True for such a value.</param>
/// <param name="Cause">What the value does.</param>
/// <param name="Breaks">True when GPUs cannot work with it, false when they are only slow.</param>
internal sealed record EnvironmentRule(string Variable, Func<string, bool> Hits, string Cause, bool Breaks = false)
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<EnvironmentRule> All { get; } =
    [
        new(LibrarySearch.ChosenFolderVariable, HasNoFolder, "names a folder that does not exist, so no library is found",
            Breaks: true),
        new("CUDA_DISABLE_PTX_JIT", IsOn, "keeps the driver from compiling Mirrored's kernels", Breaks: true),
        new("NVIDIA_VISIBLE_DEVICES", value => value is "none" or "void" or "", "keeps GPUs out of the container"),
        new("NVIDIA_DRIVER_CAPABILITIES", HasNoCompute, "keeps the driver's CUDA library out of the container"),
        new("CUDA_LAUNCH_BLOCKING", IsOn, "makes the host wait for every kernel"),
        new("CUDA_CACHE_DISABLE", IsOn, "makes every start compile all kernels again"),
        new("NCCL_P2P_DISABLE", IsOn, "sends the exchange between GPUs through host memory"),
        new("NCCL_SHM_DISABLE", IsOn, "keeps NCCL from shared memory, which makes the exchange slow"),
    ];

    private static bool IsOn(string value) => value is not ("" or "0");

    private static bool HasNoFolder(string value) =>
        value.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => !Directory.Exists(folder));

    private static bool HasNoCompute(string value) =>
        !value.Contains("compute", StringComparison.Ordinal) && !value.Contains("all", StringComparison.Ordinal);
}
