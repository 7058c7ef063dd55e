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

    /// <summary>All GPUs as strategies name them, hidden ones included: a divided GPU counts as often as it has parts.</summary>
    public static IReadOnlyList<LogicalGpu> Logical
    {
        get
        {
            IReadOnlyList<PhysicalDevice> all = GpuDiscovery.List();
            lock (Gate)
            {
                List<LogicalGpu> logical = [];
                foreach (PhysicalDevice gpu in all)
                    foreach (GpuMemoryAccount account in Find(gpu.Id).Accounts)
                        logical.Add(new LogicalGpu(new DeviceId(DeviceKind.Gpu, logical.Count), gpu, account));
                return logical;
            }
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
            if (isSame(gpu.Accounts[0])) return;
            if (gpu.Users > 0) throw TooLate($"The memory options of {id}", gpu);
            change(gpu.Accounts[0]);
        }
    }

    /// <summary>Divides a GPU into parts with a memory limit each.</summary>
    /// <param name="id">The GPU.</param>
    /// <param name="limits">The limits in bytes; as many as there will be parts.</param>
    /// <exception cref="ArgumentException">The GPU reserves its memory.</exception>
    /// <exception cref="InvalidOperationException">A strategy uses the GPU, or another one whose name would change.</exception>
    public static void Divide(DeviceId id, IReadOnlyList<long> limits)
    {
        lock (Gate)
        {
            Gpu gpu = Find(id);
            if (gpu.Accounts.Select(account => account.Limit ?? 0).SequenceEqual(limits)) return;
            bool renames = gpu.Accounts.Length != limits.Count;
            if (Gpus.Values.FirstOrDefault(other => other.Users > 0 && (renames || other == gpu)) is { } used)
                throw TooLate($"The memory options of {id}", used);
            if (!gpu.Accounts[0].Growth) throw new ArgumentException($"{id} reserves its memory, which excludes a limit.");
            gpu.Accounts = [.. limits.Select(limit => new GpuMemoryAccount { Limit = limit })];
        }
    }

    /// <summary>Forgets what was set for a GPU's memory.</summary>
    public static void Reset(DeviceId id)
    {
        lock (Gate)
        {
            Gpu gpu = Find(id);
            if (gpu.Users > 0) throw TooLate($"The memory options of {id}", gpu);
            gpu.Accounts = [new()];
        }
    }

    /// <summary>Says that somebody uses a GPU, or a part of one, from now on.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="user">What the error for later settings names.</param>
    public static void Use(LogicalGpu gpu, string user)
    {
        lock (Gate)
        {
            Gpu physical = Find(gpu.Physical.Id);
            if (physical.Users++ == 0) physical.FirstUser = user;
        }
    }

    /// <summary>Says that a user has stopped.</summary>
    public static void Leave(LogicalGpu gpu)
    {
        lock (Gate) Find(gpu.Physical.Id).Users--;
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
        /// <summary>The books of each part; one for a GPU that is not divided.</summary>
        public GpuMemoryAccount[] Accounts { get; set; } = [new()];

        public int Users { get; set; }

        public string FirstUser { get; set; } = "";
    }
}
