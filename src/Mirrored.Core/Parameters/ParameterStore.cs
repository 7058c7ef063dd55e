using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One replica's copy of the weights and the optimizer's slots.</summary>
internal sealed class ParameterStore : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly DeviceBuffer _weights;
    private readonly DeviceBuffer _segments;
    private DeviceBuffer? _slots;
    private bool _sharesSlots;

    public ParameterStore(ParameterLayout layout, Device device)
    {
        _layout = layout;
        Device = device;
        _weights = device.Allocate(layout.Bytes, "weights");
        try
        {
            _segments = device.Allocate(layout.Segments.Bytes, "the table of weights");
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
    }

    public Device Device { get; }

    public nint Weights => _weights.Address;

    public nint Segments => _segments.Address;

    public nint Slots => _slots?.Address ?? 0;

    /// <summary>All weights, for whoever copies them as a whole.</summary>
    public DeviceBuffer WeightBuffer => _weights;

    /// <summary>All slots, for whoever copies them as a whole; null when the optimizer has none.</summary>
    public DeviceBuffer? SlotBuffer => _slots;

    private DeviceBuffer AllocatedSlots => _slots ?? throw new InvalidOperationException("The optimizer has no slots.");

    /// <summary>Makes room for an optimizer's slots, all zero; what was there is gone.</summary>
    public void AllocateSlots(int count)
    {
        ReleaseSlots();
        if (count > 0) _slots = Device.Allocate(count * _layout.TrainableBytes, "optimizer slots");
    }

    /// <summary>Takes another replica's slots for its own, on devices that share memory; the other one must live longer.</summary>
    public void ShareSlots(ParameterStore owner)
    {
        ReleaseSlots();
        (_slots, _sharesSlots) = (owner._slots, true);
    }

    /// <summary>Copies one weight to the host.</summary>
    public void Read(Parameter parameter, Span<float> destination) =>
        _weights.Read(MemoryMarshal.AsBytes(destination), parameter.Value.Offset);

    /// <summary>Overwrites one weight.</summary>
    public void Write(Parameter parameter, ReadOnlySpan<float> source) =>
        _weights.Write(MemoryMarshal.AsBytes(source), parameter.Value.Offset);

    /// <summary>Copies one weight's part of an optimizer slot to the host.</summary>
    public void ReadSlot(Parameter parameter, int slot, Span<float> destination) =>
        AllocatedSlots.Read(MemoryMarshal.AsBytes(destination), _layout.Slot(parameter, slot).Offset);

    /// <summary>Overwrites one weight's part of an optimizer slot.</summary>
    public void WriteSlot(Parameter parameter, int slot, ReadOnlySpan<float> source) =>
        AllocatedSlots.Write(MemoryMarshal.AsBytes(source), _layout.Slot(parameter, slot).Offset);

    /// <summary>Writes the table of segments for an update.</summary>
    public void WriteSegments(ModelUpdate? update) => _segments.Write(_layout.Segments.Image(update), 0);

    public void Dispose()
    {
        _weights.Dispose();
        _segments.Dispose();
        ReleaseSlots();
    }

    private void ReleaseSlots()
    {
        if (!_sharesSlots) _slots?.Dispose();
        (_slots, _sharesSlots) = (null, false);
    }
}
