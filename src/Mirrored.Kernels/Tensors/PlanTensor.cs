namespace Mirrored;

/// <summary>A tensor of a step plan: a shape and a place, known before any number is.</summary>
/// <remarks>Layers pass these on while they describe a step; the memory behind one exists only on the devices.
/// It is shared by all replicas: each resolves it to its own memory.</remarks>
public sealed class PlanTensor
{
    private long _offset;

    internal PlanTensor(string name, Shape shape, DType dtype, MemoryRegion region, long offset = 0)
    {
        Name = name;
        Shape = shape;
        DType = dtype;
        Region = region;
        Root = this;
        _offset = offset;
    }

    /// <summary>The same numbers under another shape.</summary>
    internal PlanTensor(PlanTensor viewOf, Shape shape)
        : this(viewOf.Name, shape, viewOf.DType, viewOf.Region)
    {
        if (shape.Length != viewOf.Shape.Length)
            throw new ArgumentException($"{viewOf} has {viewOf.Shape.Length} elements, {shape} has {shape.Length}.", nameof(shape));
        Root = viewOf.Root;
    }

    /// <summary>What the tensor is, for error messages: <c>dense/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The shape, with the batch rows of this plan as its first axis for activations.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    internal MemoryRegion Region { get; }

    /// <summary>Bytes from the start of the region; the memory planner sets it for arena tensors.</summary>
    internal long Offset
    {
        get => ReferenceEquals(Root, this) ? _offset : Root.Offset;
        set => _offset = ReferenceEquals(Root, this) ? value : throw new InvalidOperationException($"{this} is a view.");
    }

    /// <summary>The tensor that owns the memory; itself unless this is a view.</summary>
    internal PlanTensor Root { get; }

    internal int Rows => Shape[0];

    /// <summary>Elements in one row: the product of all axes but the first.</summary>
    internal int RowLength => checked((int)(Rows == 0 ? Shape.RowShape().Length : Shape.Length / Rows));

    internal long Bytes => Shape.Length * DType.Size();

    /// <summary>Name, shape and type, as <c>dense/kernel (784, 128) Float32</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Shape} {DType}";
}
