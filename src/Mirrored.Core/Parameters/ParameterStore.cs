using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One replica's copy of the weights and the optimizer's slots.</summary>
internal sealed class ParameterStore : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly DeviceBuffer _weights;
    private DeviceBuffer? _slots;

    public ParameterStore(ParameterLayout layout, Device device)
    {
        _layout = layout;
        Device = device;
        _weights = device.Allocate(layout.Bytes, "weights");
    }

    public Device Device { get; }

    public nint Weights => _weights.Address;

    public nint Slots => _slots?.Address ?? 0;

    /// <summary>Makes room for an optimizer's slots, all zero; what was there is gone.</summary>
    public void AllocateSlots(int count)
    {
        _slots?.Dispose();
        _slots = null;
        if (count > 0) _slots = Device.Allocate(count * _layout.TrainableBytes, "optimizer slots");
    }

    /// <summary>Copies one weight to the host.</summary>
    public void Read(Parameter parameter, Span<float> destination) =>
        _weights.Read(MemoryMarshal.AsBytes(destination), parameter.Value.Offset);

    /// <summary>Overwrites one weight.</summary>
    public void Write(Parameter parameter, ReadOnlySpan<float> source) =>
        _weights.Write(MemoryMarshal.AsBytes(source), parameter.Value.Offset);

    public void Dispose()
    {
        _weights.Dispose();
        _slots?.Dispose();
    }
}
