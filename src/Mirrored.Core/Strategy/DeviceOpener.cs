namespace Mirrored;

/// <summary>Starts a strategy's devices, and lets go of what they share when the strategy ends.</summary>
internal sealed class DeviceOpener : IDisposable
{
    /// <summary>The first compute capability with TF32.</summary>
    private static readonly Version Tf32Capability = new(8, 0);

    private readonly CublasLtChoices _products = new();
    private readonly List<LogicalGpu> _gpus = [];
    private WorkerPool? _pool;

    /// <summary>How the devices will compute products.</summary>
    public static Precision Precision(IReadOnlyList<DeviceId> devices, StrategyOptions options)
    {
        if (options.Deterministic || devices.Any(device => device.Kind == DeviceKind.Cpu)) return Mirrored.Precision.Float32;
        // Our own product, which takes cuBLASLt's place, computes in float32.
        bool haveTf32 = CublasLt.Library.IsFound
            && devices.All(device => Devices.RequireGpu(device).Physical.ComputeCapability >= Tf32Capability);
        return haveTf32 ? options.Precision ?? Mirrored.Precision.Tf32 : Mirrored.Precision.Float32;
    }

    /// <summary>Starts the devices; the caller disposes them before this, which it does also when this fails.</summary>
    public IReadOnlyList<Device> Open(IReadOnlyList<DeviceId> ids, StrategyOptions options, Precision precision)
    {
        List<Device> devices = [];
        try
        {
            foreach (DeviceId id in ids) devices.Add(id.Kind == DeviceKind.Gpu ? OpenGpu(id, options, precision) : OpenCpu(id, options));
            return devices;
        }
        catch
        {
            foreach (Device device in devices) device.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (LogicalGpu gpu in _gpus) GpuConfiguration.Leave(gpu);
        _gpus.Clear();
        if (_pool is not null) WorkerPools.Return(_pool);
        _pool = null;
    }

    private CpuDevice OpenCpu(DeviceId id, StrategyOptions options)
    {
        _pool ??= WorkerPools.Rent(options.CpuThreads ?? Environment.ProcessorCount);
        return new CpuDevice(id.Index, _pool, options.SimdWidth ?? SimdWidths.Best, options.Timeout);
    }

    private CudaDevice OpenGpu(DeviceId id, StrategyOptions options, Precision precision)
    {
        LogicalGpu gpu = Devices.RequireGpu(id);
        GpuConfiguration.Use(gpu, $"a {nameof(MirroredStrategy)} on {id}");
        _gpus.Add(gpu);
        return new CudaDevice(
            gpu.Physical.Id.Index,
            new CudaDeviceOptions
            {
                Id = id, Precision = precision, Deterministic = options.Deterministic, Products = _products, Memory = gpu.Account,
            });
    }
}
