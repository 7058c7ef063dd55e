using System.Runtime.InteropServices;

namespace Mirrored.Keras.Tests;

/// <summary>An optimizer on one CPU device, fed with gradients that a test makes up.</summary>
internal sealed unsafe class UpdateRun : IDisposable
{
    private readonly WorkerPool _pool = new(1);
    private readonly CpuDevice _device;
    private readonly ParameterLayout _layout;
    private readonly ParameterStore _store;
    private readonly DeviceBuffer _gradients;
    private readonly DeviceBuffer _state;
    private readonly ModelOptimizer _optimizer;
    private readonly PreparedOperation[] _operations;

    public UpdateRun(Optimizer optimizer, params IReadOnlyList<Parameter> parameters)
    {
        _device = new CpuDevice(0, _pool, SimdWidths.Best);
        _layout = new ParameterLayout(parameters, replicas: 1);
        _store = new ParameterStore(_layout, _device);
        _gradients = _device.Allocate(_layout.TrainableBytes, "gradients");
        _state = _device.Allocate(StepState.SizeInBytes, "state");
        _optimizer = new ModelOptimizer(optimizer);
        _store.AllocateSlots(_optimizer.Update.Slots.Count);
        _store.WriteSegments(_optimizer.Update);
        MemoryMap memory = new() { State = (StepState*)_state.Address, Feed = null };
        memory[MemoryRegion.Weights] = _store.Weights;
        memory[MemoryRegion.Gradients] = _gradients.Address;
        memory[MemoryRegion.Slots] = _store.Slots;
        memory[MemoryRegion.Segments] = _store.Segments;
        DeviceStream stream = _device.CreateStream("test");
        foreach (Operation fill in _optimizer.Update.DescribeSlots(_layout)) _device.Prepare(fill, memory, stream).Launch();
        _operations = [.. _optimizer.Update.Describe(_layout).Select(o => _device.Prepare(o, memory, stream))];
    }

    public ModelUpdate Update => _optimizer.Update;

    public void SetWeight(int parameter, params float[] values) => _store.Write(_layout.Parameters[parameter], values);

    public float[] Weight(int parameter)
    {
        float[] values = new float[_layout.Parameters[parameter].Shape.Length];
        _store.Read(_layout.Parameters[parameter], values);
        return values;
    }

    /// <summary>One update with a gradient for each weight.</summary>
    public void Step(params float[][] gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
            _gradients.Write(MemoryMarshal.AsBytes<float>(gradients[i]), _layout.Parameters[i].Gradient.Offset);
        StepState state = new() { GlobalRows = 1, GradientScale = 1, LossScale = 1, Step = _optimizer.Iterations + 1 };
        _optimizer.Update.Fill(ref state, _optimizer.Next(_optimizer.Iterations));
        *(StepState*)_state.Address = state;
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
