using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Runs one operation on one device: places tensors, launches, reads back, and fails when anything but the
/// operation's outputs has changed. Every tensor lies between poisoned guard zones.</summary>
internal sealed unsafe class OperationHarness : IDisposable
{
    private const byte Poison = 0xA5;
    private const int Guard = 256;
    private const int FeedOffset = StepState.SizeInBytes;
    private const int SkipOffset = 44;
    private const int TensorsOffset = FeedOffset + 128;

    private readonly Device _device;
    private readonly DeviceStream _stream;
    private readonly List<PlanTensor> _tensors = [];
    private byte[] _image = new byte[TensorsOffset];
    private DeviceBuffer? _buffer;
    private StepState _state = new() { Step = 1, RngStep = 1, GlobalRows = 1, GradientScale = 1, LossScale = 1 };

    public OperationHarness(TestDevice device)
    {
        _device = device.Open();
        _stream = _device.CreateStream("test");
        Grow(Guard);
    }

    /// <summary>The numbers of the step; set before <see cref="Prepare"/> or between launches.</summary>
    public ref StepState State => ref _state;

    /// <summary>True for an operation that may set <see cref="StepState.Skip"/>.</summary>
    public bool MaySkip { get; set; }

    public PlanTensor? Features { get; set; }

    public PlanTensor? Labels { get; set; }

    public PlanTensor? RowNumbers { get; set; }

    public PlanTensor? ByteValues { get; set; }

    public PlanTensor? Weights { get; set; }

    /// <summary>Adds a tensor of the given values.</summary>
    public PlanTensor Place<T>(string name, Shape shape, T[] values)
        where T : unmanaged
    {
        Assert.Equal(shape.Length, values.Length);
        PlanTensor tensor = PlaceOutput(name, shape, TypeOf<T>());
        MemoryMarshal.AsBytes<T>(values).CopyTo(_image.AsSpan((int)tensor.Offset));
        return tensor;
    }

    /// <summary>Adds a tensor full of poison.</summary>
    public PlanTensor PlaceOutput(string name, Shape shape, DType type = DType.Float32)
    {
        Assert.True(_buffer is null, "All tensors are placed before the first address is taken.");
        PlanTensor tensor = new(name, shape, type, MemoryRegion.Arena, _image.Length);
        _tensors.Add(tensor);
        Grow((int)tensor.Bytes);
        Grow(Guard + (Guard - _image.Length % Guard) % Guard);
        return tensor;
    }

    /// <summary>Where a tensor lies on the device.</summary>
    public nint Address(PlanTensor tensor) => Memory() + (nint)tensor.Offset;

    public PreparedOperation Prepare(Operation operation)
    {
        nint start = Memory();
        Upload();
        MemoryMap memory = new() { State = (StepState*)start, Feed = (StepFeed*)(start + FeedOffset) };
        foreach (MemoryRegion region in Enum.GetValues<MemoryRegion>()) memory[region] = start;
        return _device.Prepare(operation, memory, _stream);
    }

    /// <summary>Prepares, launches, waits and checks.</summary>
    /// <param name="writes">The tensors that may change; those the operation names when null.</param>
    public void Run(Operation operation, IReadOnlyList<PlanTensor>? writes = null)
    {
        PreparedOperation prepared = Prepare(operation);
        prepared.Launch();
        Check(writes ?? operation.Writes);
    }

    /// <summary>Launches once more, with the state and feed as they are now.</summary>
    public void Launch(PreparedOperation prepared)
    {
        Upload();
        prepared.Launch();
        _stream.Synchronize();
    }

    /// <summary>Fails when memory outside the given tensors differs from what was placed there.</summary>
    public void Check(IReadOnlyList<PlanTensor> writes)
    {
        byte[] now = Bytes();
        byte[] expected = [.. _image];
        foreach (PlanTensor tensor in writes)
        {
            int start = (int)tensor.Offset, length = (int)tensor.Bytes;
            now.AsSpan(start, length).CopyTo(expected.AsSpan(start));
        }

        if (MaySkip) now.AsSpan(SkipOffset, sizeof(int)).CopyTo(expected.AsSpan(SkipOffset));
        int at = expected.AsSpan().CommonPrefixLength(now);
        if (at < now.Length) Assert.Fail($"Byte {at} changed, which is {Describe(at)}.");
    }

    /// <summary>The numbers of the step as they are now on the device.</summary>
    public StepState ReadState() => MemoryMarshal.Read<StepState>(Bytes());

    public float[] Read(PlanTensor tensor) => Read<float>(tensor);

    public T[] Read<T>(PlanTensor tensor)
        where T : unmanaged
    {
        Assert.Equal(TypeOf<T>(), tensor.DType);
        return MemoryMarshal.Cast<byte, T>(Bytes().AsSpan((int)tensor.Offset, (int)tensor.Bytes)).ToArray();
    }

    /// <summary>All tensors and guard zones as they are now on the device.</summary>
    public byte[] TensorBytes() => Bytes()[TensorsOffset..];

    public void Dispose()
    {
        _buffer?.Dispose();
        _stream.Dispose();
        _device.Dispose();
    }

    private static DType TypeOf<T>() => default(T) switch
    {
        float => DType.Float32,
        double => DType.Float64,
        int => DType.Int32,
        byte => DType.UInt8,
        ushort => DType.BFloat16,
        _ => throw new ArgumentException($"No element type for {typeof(T)}."),
    };

    private void Grow(int bytes)
    {
        int old = _image.Length;
        Array.Resize(ref _image, old + bytes);
        _image.AsSpan(old).Fill(Poison);
    }

    private nint Memory()
    {
        if (_buffer is null)
        {
            _buffer = _device.Allocate(_image.Length, "a test");
            _buffer.Write(_image, 0);
        }

        return _buffer.Address;
    }

    private void Upload()
    {
        StepFeed feed = new()
        {
            Features = Pointer(Features),
            Labels = Pointer(Labels),
            Rows = (int*)Pointer(RowNumbers),
            ByteValues = (float*)Pointer(ByteValues),
            Weights = (float*)Pointer(Weights),
        };
        MemoryMarshal.Write(_image, _state);
        MemoryMarshal.Write(_image.AsSpan(FeedOffset), feed);
        _buffer!.Write(_image.AsSpan(0, TensorsOffset), 0);
    }

    private void* Pointer(PlanTensor? tensor) => tensor is null ? null : (void*)Address(tensor);

    private byte[] Bytes()
    {
        _stream.Synchronize();
        byte[] bytes = new byte[_image.Length];
        _buffer!.Read(bytes, 0);
        return bytes;
    }

    private string Describe(int at)
    {
        foreach (PlanTensor tensor in _tensors)
        {
            if (at < tensor.Offset) return $"{tensor.Offset - at} bytes before {tensor}";
            if (at < tensor.Offset + tensor.Bytes) return $"byte {at - tensor.Offset} of {tensor}";
        }

        return "behind all tensors";
    }
}
