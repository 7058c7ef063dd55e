namespace Mirrored.Benchmarks.Kernels;

/// <summary>One operation on the CPU, prepared on memory of its own.</summary>
internal sealed unsafe class KernelRun : IDisposable
{
    private readonly WorkerPool _pool;
    private readonly CpuDevice _device;
    private readonly DeviceBuffer _memory;
    private readonly DeviceBuffer _state;
    private readonly PreparedOperation _prepared;

    /// <summary>Prepares an operation whose tensors all lie in the arena, and runs it once.</summary>
    public KernelRun(Operation operation, int threads)
    {
        _pool = new WorkerPool(threads);
        _device = new CpuDevice(0, _pool, SimdWidths.Best);
        _memory = _device.Allocate(MemoryPlanner.Place([operation], []), "a benchmark");
        _state = _device.Allocate(StepState.SizeInBytes + sizeof(StepFeed), "a step state");
        var state = (StepState*)_state.Address;
        *state = new StepState { Step = 1, RngStep = 1, GlobalRows = 1, GradientScale = 1, LossScale = 1, LearningRate = 1e-3f };
        Fill(new Span<float>((float*)_memory.Address, (int)(_memory.Length / sizeof(float))));
        MemoryMap map = new() { State = state, Feed = (StepFeed*)(state + 1) };
        foreach (MemoryRegion region in Enum.GetValues<MemoryRegion>()) map[region] = _memory.Address;
        _prepared = _device.Prepare(operation, map, _device.CreateStream("benchmark"));
        Launch();
    }

    /// <summary>Runs the operation, as a replica's thread does.</summary>
    public void Launch()
    {
        _device.BeginCompute();
        try
        {
            _prepared.Launch();
        }
        finally
        {
            _device.EndCompute();
        }
    }

    public void Dispose()
    {
        _state.Dispose();
        _memory.Dispose();
        _device.Dispose();
        _pool.Dispose();
    }

    /// <summary>Numbers around zero: neither denormal nor all alike.</summary>
    private static void Fill(Span<float> values)
    {
        var random = new Random(1);
        foreach (ref float value in values) value = random.NextSingle() - 0.5f;
    }
}
