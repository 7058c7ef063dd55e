namespace Mirrored;

/// <summary>Page-locked slots, one for each step that may be queued, before two pieces of device memory that take turns.</summary>
internal sealed unsafe class CudaStaging : StagingBuffer
{
    private const int Turns = 2;

    private readonly CudaDevice _device;
    private readonly CudaStream _compute;
    private readonly DeviceStream _copy;
    private readonly DeviceEvent[] _copied = new DeviceEvent[Turns];
    private readonly DeviceEvent[] _used = new DeviceEvent[Turns];
    private readonly CudaMemoryBlock?[] _memory = new CudaMemoryBlock?[Turns];
    private readonly int _slots;
    private CudaPinnedMemoryHandle? _pinned;
    private long _slotBytes;
    private int _slot;
    private int _turn;
    private long _filled;

    public CudaStaging(CudaDevice device, CudaStream compute, int slots)
    {
        (_device, _compute, _slots) = (device, compute, slots);
        _copy = device.CreateStream("input");
        try
        {
            for (int i = 0; i < Turns; i++) (_copied[i], _used[i]) = (_copy.CreateEvent(), _copy.CreateEvent());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private byte* Slot => (byte*)_pinned!.Address + (_slot * _slotBytes); // Begin has taken it.

    public override void Begin(long bytes)
    {
        // What reads the memory of the last turn is queued by now.
        _compute.Record(_used[_turn]);
        if (bytes > _slotBytes) Grow(bytes);
        _slot = (_slot + 1) % _slots;
        _turn = (_turn + 1) % Turns;
        _filled = 0;
    }

    public override nint Add(nint source, long bytes)
    {
        long start = _filled;
        _filled += (bytes + Alignment - 1) / Alignment * Alignment;
        if (_filled > _slotBytes)
            throw new ArgumentOutOfRangeException(nameof(bytes), bytes, $"The step was begun with {_slotBytes} bytes.");
        Buffer.MemoryCopy((void*)source, Slot + start, bytes, bytes);
        return _memory[_turn]!.Address + (nint)start; // Begin has taken it.
    }

    public override void Send()
    {
        if (_filled == 0) return;
        _copy.Wait(_used[_turn]);
        ((CudaStream)_copy).Handle.CopyFromHost((ulong)_memory[_turn]!.Address, Slot, (nuint)_filled); // Begin has taken it.
        _copy.Record(_copied[_turn]);
        _compute.Wait(_copied[_turn]);
    }

    public override void Dispose()
    {
        foreach (DeviceEvent? mark in _copied) mark?.Dispose();
        foreach (DeviceEvent? mark in _used) mark?.Dispose();
        Free();
        _copy.Dispose();
    }

    private void Grow(long bytes)
    {
        _compute.Synchronize();
        _copy.Synchronize();
        Free();
        for (int i = 0; i < Turns; i++) _memory[i] = _device.Take(bytes, "a batch that is read ahead");
        _pinned = CudaPinnedMemoryHandle.Allocate(_device.Context, bytes * _slots);
        _slotBytes = bytes;
    }

    private void Free()
    {
        _slotBytes = 0;
        _pinned?.Dispose();
        _pinned = null;
        for (int i = 0; i < Turns; i++)
        {
            _memory[i]?.Dispose();
            _memory[i] = null;
        }
    }
}
