namespace Mirrored;

/// <summary>One replica's copy of one model: weights, slots, leaves, working memory and the update.</summary>
/// <remarks>Made and used on the replica's own thread.</remarks>
internal sealed class ModelReplica : IDisposable
{
    private readonly Replica _replica;
    private readonly PlanLibrary _library;
    private DeviceBuffer _arena;
    private int _arenas;
    private PreparedOperation[] _update = [];

    public ModelReplica(Replica replica, PlanLibrary library, int replicas, int leaves)
    {
        _replica = replica;
        _library = library;
        Store = new ParameterStore(library.Layout, replica.Device);
        _arena = replica.Device.Allocate(0, "activations");
        (int first, int count) = BatchSplitter.Slice(leaves, replicas, replica.Index);
        Leaves = [.. Enumerable.Range(first, count).Select(i => new Leaf(replica.Device, i, library.Layout))];
        foreach (Leaf leaf in Leaves) leaf.Memory[MemoryRegion.Weights] = Store.Weights;
    }

    public int Index => _replica.Index;

    public Device Device => _replica.Device;

    public ParameterStore Store { get; }

    /// <summary>An array, because walking through one allocates nothing.</summary>
    public Leaf[] Leaves { get; }

    /// <summary>Where the reduced gradient lies after an exchange: in the first leaf's own.</summary>
    public nint ReducedGradients => Leaves[0].Gradients;

    /// <summary>How this replica's gradients are summed with the others'.</summary>
    public GradientExchange Exchange { get; set; } = null!; // Set before the first step, once every replica has its memory.

    /// <summary>Makes fresh optimizer slots and binds the update to them.</summary>
    public void PrepareUpdate()
    {
        Store.AllocateSlots(_library.Program.OptimizerSlots);
        MemoryMap memory = Leaves[0].Memory;
        memory[MemoryRegion.Slots] = Store.Slots;
        _update = [.. _library.Program.DescribeUpdate(_library.Layout).Select(o => Device.Prepare(o, memory, _replica.Stream))];
    }

    /// <summary>Takes this replica's leaves of a batch.</summary>
    public void Load(TrainStep step, int leaves)
    {
        int arenas;
        do
        {
            arenas = _arenas;
            foreach (Leaf leaf in Leaves) leaf.Load(step, leaves, this);
        }
        while (arenas != _arenas); // A leaf needed more memory than those before it, whose plans were bound to the old one.
    }

    /// <summary>Applies the reduced gradient to the weights.</summary>
    public void Update()
    {
        foreach (PreparedOperation operation in _update) operation.Launch();
    }

    /// <summary>Runs operations once, such as initialisers.</summary>
    public void RunOnce(IEnumerable<Operation> operations)
    {
        foreach (Operation operation in operations) Device.Prepare(operation, Leaves[0].Memory, _replica.Stream).Launch();
        _replica.Stream.Synchronize();
    }

    /// <summary>Binds the plan of a key to a leaf, with enough working memory.</summary>
    public StepPlan Bind(PlanKey key, Leaf leaf)
    {
        PlanDescription description = _library.Find(key);
        if (description.ArenaBytes > _arena.Length)
        {
            // Nothing may point to the old memory, even if there is not enough for the new one.
            foreach (Leaf other in Leaves) other.ForgetPlans();
            _arenas++;
            _arena.Dispose();
            _arena = Device.Allocate(0, "activations");
            _arena = Device.Allocate(description.ArenaBytes, $"the activations of {key.Rows} rows");
        }

        leaf.Memory[MemoryRegion.Arena] = _arena.Address;
        return new StepPlan(description, Device, _replica.Stream, leaf.Memory);
    }

    /// <summary>Copies a tensor of the working memory to the host.</summary>
    public void ReadArena(PlanTensor tensor, Span<byte> destination) => _arena.Read(destination, tensor.Offset);

    public void Dispose()
    {
        foreach (Leaf leaf in Leaves) leaf.Dispose();
        _arena.Dispose();
        Store.Dispose();
    }
}
