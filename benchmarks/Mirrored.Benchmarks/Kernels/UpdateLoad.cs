using System.Runtime.InteropServices;
using Mirrored.Keras;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>An optimizer bound to one weight on one CPU thread.</summary>
internal sealed unsafe class UpdateLoad : IDisposable
{
    private readonly WorkerPool _pool = new(1);
    private readonly CpuDevice _device;
    private readonly ParameterStore _store;
    private readonly DeviceBuffer _gradients;
    private readonly DeviceBuffer _state;
    private readonly PreparedOperation[] _operations;

    public UpdateLoad(Optimizer optimizer, int weights)
    {
        _device = new CpuDevice(0, _pool, SimdWidths.Best);
        ParameterLayout layout = new([new Parameter("w", weights, trainable: true)], replicas: 1);
        _store = new ParameterStore(layout, _device);
        _gradients = _device.Allocate(layout.TrainableBytes, "gradients");
        _state = _device.Allocate(StepState.SizeInBytes, "a step state");
        ModelUpdate update = optimizer.Describe();
        _store.AllocateSlots(update.Slots.Count);
        _store.WriteSegments(update);
        StepState state = new() { GlobalRows = 1, GradientScale = 1, LossScale = 1, Step = 1 };
        update.Fill(ref state, 1e-4);
        *(StepState*)_state.Address = state;
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, weights).Select(_ => random.NextSingle() - 0.5f)];
        _store.Write(layout.Parameters[0], values);
        _gradients.Write(MemoryMarshal.AsBytes<float>(values), 0);
        MemoryMap memory = new() { State = (StepState*)_state.Address, Feed = null };
        memory[MemoryRegion.Weights] = _store.Weights;
        memory[MemoryRegion.Gradients] = _gradients.Address;
        memory[MemoryRegion.Slots] = _store.Slots;
        memory[MemoryRegion.Segments] = _store.Segments;
        DeviceStream stream = _device.CreateStream("benchmark");
        foreach (Operation fill in update.DescribeSlots(layout)) _device.Prepare(fill, memory, stream).Launch();
        _operations = [.. update.Describe(layout).Select(o => _device.Prepare(o, memory, stream))];
    }

    public void Launch()
    {
        foreach (PreparedOperation operation in _operations) operation.Launch();
    }

    public void Dispose()
    {
        _gradients.Dispose();
        _state.Dispose();
        _store.Dispose();
        _device.Dispose();
        _pool.Dispose();
    }
}
