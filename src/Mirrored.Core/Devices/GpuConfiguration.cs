namespace Mirrored;

/// <summary>What a program has set for this process's GPUs, and who uses them: from then on settings are refused.</summary>
internal static class GpuConfiguration
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Gpu> Gpus = [];
    private static int[]? _visible;

    /// <summary>The GPUs that strategies may use: all that the driver shows, unless told otherwise.</summary>
    public static IReadOnlyList<PhysicalDevice> Visible
    {
        get
        {
            IReadOnlyList<PhysicalDevice> all = GpuDiscovery.List();
            lock (Gate) return _visible is { } chosen ? [.. all.Where(gpu => chosen.Contains(gpu.Id.Index))] : all;
        }
    }

    /// <summary>Restricts the GPUs that strategies may use.</summary>
    public static void SetVisible(IEnumerable<DeviceId> gpus)
    {
        lock (Gate)
        {
            int[] chosen = [.. gpus.Select(gpu => gpu.Index).Order()];
            if (_visible is { } present && present.SequenceEqual(chosen)) return;
            if (Gpus.Values.FirstOrDefault(gpu => gpu.Users > 0) is { } used) throw TooLate("The visible devices", used);
            _visible = chosen;
        }
    }

    /// <summary>Changes a GPU's memory options.</summary>
    /// <param name="id">The GPU.</param>
    /// <param name="isSame">True when the change would change nothing, which is always allowed.</param>
    /// <param name="change">The change; throws what it refuses.</param>
    public static void Change(DeviceId id, Func<GpuMemoryAccount, bool> isSame, Action<GpuMemoryAccount> change)
    {
        lock (Gate)
        {
            Gpu gpu = Find(id);
            if (isSame(gpu.Account)) return;
            if (gpu.Users > 0) throw TooLate($"The memory options of {id}", gpu);
            change(gpu.Account);
        }
    }

    /// <summary>The books on a GPU's memory.</summary>
    public static GpuMemoryAccount Account(DeviceId id)
    {
        lock (Gate) return Find(id).Account;
    }

    /// <summary>Says that somebody uses a GPU from now on.</summary>
    /// <param name="id">The GPU.</param>
    /// <param name="user">What the error for later settings names.</param>
    public static GpuMemoryAccount Use(DeviceId id, string user)
    {
        lock (Gate)
        {
            Gpu gpu = Find(id);
            if (gpu.Users++ == 0) gpu.FirstUser = user;
            return gpu.Account;
        }
    }

    /// <summary>Says that a user has stopped.</summary>
    public static void Leave(DeviceId id)
    {
        lock (Gate) Find(id).Users--;
    }

    private static Gpu Find(DeviceId id)
    {
        if (!Gpus.TryGetValue(id.Index, out Gpu? gpu)) Gpus.Add(id.Index, gpu = new Gpu());
        return gpu;
    }

    private static InvalidOperationException TooLate(string what, Gpu gpu) => new(
        $"{what} cannot be changed any more: {gpu.FirstUser} has started to use a GPU. Set them before, or dispose it first.");

    private sealed class Gpu
    {
        public GpuMemoryAccount Account { get; } = new();

        public int Users { get; set; }

        public string FirstUser { get; set; } = "";
    }
}
