namespace Mirrored;

/// <summary>The tensors of one product in memory that holds NaN everywhere else.</summary>
/// <remarks>A factor read past its end or an output not overwritten shows as NaN in the result; an output written past
/// its end shows in <see cref="Stray"/>. Odd offsets keep every tensor off the vectors' alignment.</remarks>
internal sealed unsafe class ProductMemory : IDisposable
{
    private const int Gap = 67;

    private readonly CpuBuffer _buffer;
    private readonly StepState* _noState = null;
    private readonly StepFeed* _noFeed = null;

    public ProductMemory(ProductCase product, int seed = 1)
    {
        long elements = Gap;
        A = Place("a", product.ShapeA, ref elements);
        B = Place("b", product.ShapeB, ref elements);
        Output = Place("output", [product.M, product.N], ref elements);
        _buffer = new CpuBuffer(elements * sizeof(float), "a test");
        Memory = new MemoryMap { State = _noState, Feed = _noFeed };
        Memory[MemoryRegion.Arena] = _buffer.Address;
        All.Fill(float.NaN);
        Random random = new(seed);
        Randomize(Of(A), random);
        Randomize(Of(B), random);
    }

    public PlanTensor A { get; }

    public PlanTensor B { get; }

    public PlanTensor Output { get; }

    public MemoryMap Memory { get; }

    /// <summary>Numbers outside of the tensors that are not what they were: the work of a stray write.</summary>
    public int Stray
    {
        get
        {
            float[] all = All.ToArray();
            foreach (PlanTensor tensor in (PlanTensor[])[A, B, Output])
                all.AsSpan((int)(tensor.Offset / sizeof(float)), (int)tensor.Shape.Length).Fill(float.NaN);
            return all.Count(value => !float.IsNaN(value));
        }
    }

    private Span<float> All => new((void*)_buffer.Address, (int)(_buffer.Length / sizeof(float)));

    public Span<float> Of(PlanTensor tensor) =>
        All.Slice((int)(tensor.Offset / sizeof(float)), (int)tensor.Shape.Length);

    public void Dispose() => _buffer.Dispose();

    private static PlanTensor Place(string name, Shape shape, ref long elements)
    {
        PlanTensor tensor = new(name, shape, DType.Float32, MemoryRegion.Arena, elements * sizeof(float));
        elements += shape.Length + Gap;
        return tensor;
    }

    private static void Randomize(Span<float> values, Random random)
    {
        foreach (ref float value in values) value = random.NextSingle() * 2 - 1;
    }
}
