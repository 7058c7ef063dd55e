using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One replica's copy of one model: weights, slots, leaves, working memory and the update.</summary>
/// <remarks>Made and used on the replica's own thread; read, written and disposed on any while no step runs.</remarks>
internal sealed class ModelReplica : IDisposable
{
    private readonly Replica _replica;
    private readonly PlanLibrary _library;
    private readonly List<Leaf> _leaves = [];
    private readonly UploadBuffer _control = null!; // Both are set unless the constructor throws,
    private DeviceBuffer _sums = null!; // which disposes what there is.
    private readonly DeviceBuffer? _partial;
    private readonly NonFinitePolicy _policy;
    private WeightChecksums? _checksums;
    private UploadBuffer? _rows;
    private DeviceBuffer? _arena;
    private int _arenas;
    private long _leafArena;
    private PreparedOperation[] _update = [];
    private PreparedOperation[] _stateUpdates = [];

    /// <summary>Makes the replica's copy.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="library">The model's plans.</param>
    /// <param name="share">Its run of the leaves that have gradients of their own.</param>
    /// <param name="options">How steps run.</param>
    public ModelReplica(Replica replica, PlanLibrary library, (int Start, int Count) share, EngineOptions options)
    {
        int microBatches = options.MicroBatches;
        _policy = options.NonFinite;
        _replica = replica;
        _library = library;
        Graphs = new StepGraphs(replica.Stream);
        Store = new ParameterStore(library.Layout, replica.Device);
        int leaves = share.Count * microBatches;
        try
        {
            _control = Device.CreateUpload(leaves * Leaf.ControlBytes, ReplicaGroup.RunAhead, "step states");
            if (microBatches > 1) _partial = Device.Allocate(library.Layout.TrainableBytes, "gradients of a micro-batch");
            for (int i = 0; i < leaves; i++) _leaves.Add(MakeLeaf(i, share.Start * microBatches, microBatches));
            AllocateSums();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Index => _replica.Index;

    public Device Device => _replica.Device;

    public DeviceStream Stream => _replica.Stream;

    public ParameterStore Store { get; }

    /// <summary>The parts of every batch that are this replica's; every step goes through them, which must not allocate.</summary>
    public List<Leaf> Leaves => _leaves;

    /// <summary>The recorded steps of this model, on a device that records.</summary>
    public StepGraphs Graphs { get; }

    /// <summary>The size of the working memory.</summary>
    public long ArenaBytes => _arena?.Length ?? 0;

    /// <summary>How many updates this replica has queued since the model was made.</summary>
    public long Updates { get; private set; }

    /// <summary>Where the reduced gradient lies for the update: in the first leaf's own.</summary>
    public nint ReducedGradients => _leaves[0].Gradients;

    /// <summary>The gradients as they are exchanged, where that is not as they are.</summary>
    public RoundedGradients? Rounded { get; private set; }

    /// <summary>What looks at gradients before the update; null where nothing does, or there is no update.</summary>
    public NonFiniteGuard? Guard { get; private set; }

    /// <summary>How this replica's gradients are summed with the others'.</summary>
    public GradientExchange Exchange { get; set; } = null!; // Set before the first step, once all replicas have their memory.

    /// <summary>How many running sums each leaf keeps.</summary>
    public int Sums { get; private set; }

    /// <summary>How other sums over all leaves are made; null where no plan needs any.</summary>
    public GradientExchange? SumExchange { get; set; }

    /// <summary>The leaves that take part in those sums.</summary>
    public IEnumerable<ExchangeLeaf> Summed =>
        _leaves.Where(leaf => leaf.HasOwnGradient).Select(leaf => new ExchangeLeaf(Index, leaf.Memory[MemoryRegion.LeafSums]));

    /// <summary>The leaves that take part in the exchange: each one's number and where its numbers lie.</summary>
    public IEnumerable<ExchangeLeaf> Exchanged => (Rounded?.Addresses ?? OwnGradients).Select(address => new ExchangeLeaf(Index, address));

    private IEnumerable<nint> OwnGradients => _leaves.Where(leaf => leaf.HasOwnGradient).Select(leaf => leaf.Gradients);

    /// <summary>Exchanges rounded gradients from now on.</summary>
    public void RoundGradients() => Rounded = new RoundedGradients(
        _replica, [.. OwnGradients], _library.Buckets, _library.Layout.TrainableBytes / sizeof(float));

    /// <summary>What this replica's weights are now; on its own thread.</summary>
    public WeightDigest[] TakeChecksums() =>
        (_checksums ??= new WeightChecksums(_replica, _library.Layout.Parameters, _leaves[0].Memory)).Take();

    /// <summary>Makes fresh sums and optimizer slots and binds the update to them.</summary>
    public void PrepareUpdate()
    {
        ForgetPlans();
        _update = [];
        Guard?.Dispose();
        Guard = null;
        AllocateSums();
        ModelUpdate? update = _library.Program.Update;
        Store.AllocateSlots(update?.Slots.Count ?? 0);
        Store.WriteSegments(update);
        MemoryMap memory = _leaves[0].Memory;
        memory[MemoryRegion.Slots] = Store.Slots;
        if (update is null) return;
        RunOnce(update.DescribeSlots(_library.Layout));
        if (_library.Layout.LossGuard is not null) Guard = new NonFiniteGuard(_replica, _library.Layout, memory, _sums, _policy);
        _update = [.. update.Describe(_library.Layout).Select(o => Device.Prepare(o, memory, Stream))];
    }

    /// <summary>Makes room for the sums of training plans, and binds what updates state from them.</summary>
    public void PlaceSums(PlanDescription plan)
    {
        ForgetPlans();
        SumExchange?.Dispose();
        SumExchange = null;
        foreach (Leaf leaf in _leaves) leaf.PlaceSums(_replica, plan.Sums, _leaves[0]);
        _stateUpdates = [.. plan.StateUpdates.Select(o => Device.Prepare(o, _leaves[0].Memory, Stream))];
    }

    /// <summary>Makes exchanges usable again after a failure, on the replica's own thread.</summary>
    public void Recover()
    {
        Exchange.Recover();
        SumExchange?.Recover();
    }

    /// <summary>Takes this replica's part of a batch and queues its way to the device.</summary>
    /// <param name="step">The step.</param>
    /// <param name="leaves">Into how many leaves the batch is cut, over all replicas.</param>
    public void Load(TrainStep step, int leaves)
    {
        int rows = 0;
        foreach (Leaf leaf in _leaves)
        {
            leaf.Take(step, leaves);
            rows += leaf.Count;
        }

        if (step.Mode == StepMode.Train) Guard?.BeginStep();
        else Guard?.NoteSumsMoved();
        UploadBuffer uploads = RowNumbers(rows);
        int first = _leaves[0].Start;
        MemoryMarshal.AsBytes(step.Rows.Slice(first, rows)).CopyTo(uploads.Next());
        step.Data.Bring(_replica, first, rows);
        Span<byte> control = _control.Next();
        int arenas;
        do
        {
            arenas = _arenas;
            for (int i = 0; i < _leaves.Count; i++)
            {
                Leaf leaf = _leaves[i];
                nint numbers = uploads.Address + (leaf.Start - first) * sizeof(int);
                leaf.Load(step, this, control.Slice(i * Leaf.ControlBytes, Leaf.ControlBytes), numbers);
            }
        }
        while (arenas != _arenas); // A leaf needed more memory than those before it, whose plans were bound to the old one.

        uploads.Send(Stream, rows * sizeof(int));
        _control.Send(Stream, control.Length);
    }

    /// <summary>Applies the reduced gradient to the weights, and the sums to the state, unless they are not finite.</summary>
    public void Update()
    {
        Rounded?.Widen();
        Guard?.Check();
        foreach (PreparedOperation operation in _update) operation.Launch();
        foreach (PreparedOperation operation in _stateUpdates) operation.Launch();
    }

    /// <summary>Counts a training step whose work is queued to the end.</summary>
    public void CountUpdate() => Updates++;

    /// <summary>Takes back so many steps that did nothing, and forgets why; nothing may run.</summary>
    public void TakeBack(long steps)
    {
        Updates -= steps;
        Guard?.Clear();
    }

    /// <summary>Runs operations once, such as initialisers.</summary>
    public void RunOnce(IEnumerable<Operation> operations)
    {
        foreach (Operation operation in operations) Device.Prepare(operation, _leaves[0].Memory, Stream).Launch();
        Stream.Synchronize();
    }

    /// <summary>Binds the plan of a key to a leaf, with enough working memory.</summary>
    public StepPlan Bind(PlanKey key, Leaf leaf)
    {
        PlanDescription description = _library.Find(key);
        bool own = description.RunsLeavesTogether;
        long leafArena = own ? Math.Max(_leafArena, description.ArenaBytes) : _leafArena;
        long bytes = Math.Max(description.ArenaBytes, leafArena * _leaves.Count);
        if (_arena is null || bytes > _arena.Length || leafArena != _leafArena)
        {
            // Nothing may point to the old memory, even if there is not enough for the new one.
            ForgetPlans();
            bytes = Math.Max(bytes, _arena?.Length ?? 0);
            _arena?.Dispose();
            _arena = null;
            _arenas++;
            _leafArena = leafArena;
            _arena = Device.Allocate(bytes, $"the activations of {key.Rows} rows");
        }

        leaf.Memory[MemoryRegion.Arena] = _arena.Address + (nint)(own ? _leafArena * _leaves.IndexOf(leaf) : 0);
        return new StepPlan(description, Device, Stream, leaf.Memory);
    }

    /// <summary>Forgets everything that is bound to memory, and waits until nothing queued uses it.</summary>
    public void ForgetPlans()
    {
        Stream.Synchronize();
        foreach (Leaf leaf in _leaves) leaf.ForgetPlans();
        Graphs.Clear();
    }

    /// <summary>Copies a tensor of the working memory to the host.</summary>
    public void ReadArena(PlanTensor tensor, Span<byte> destination) => _arena!.Read(destination, tensor.Offset); // Bound by now.

    /// <summary>Copies the running sums of all leaves to the host, <see cref="Sums"/> for each.</summary>
    public void ReadSums(Span<double> destination) => _sums.Read(MemoryMarshal.AsBytes(destination), 0);

    /// <summary>Queues setting the running sums to zero.</summary>
    public void ClearSums()
    {
        Guard?.NoteSumsMoved();
        Stream.Clear(_sums);
    }

    public void Dispose()
    {
        Graphs.Clear();
        Exchange?.Dispose();
        SumExchange?.Dispose();
        Rounded?.Dispose();
        _checksums?.Dispose();
        Guard?.Dispose();
        foreach (Leaf leaf in _leaves) leaf.Dispose();
        _partial?.Dispose();
        _arena?.Dispose();
        _rows?.Dispose();
        _sums?.Dispose();
        _control?.Dispose();
        Store.Dispose();
    }

    /// <summary>Memory for the sums that the program keeps now; nothing is bound to the old one.</summary>
    private void AllocateSums()
    {
        _sums?.Dispose();
        _sums = null!;
        Sums = _library.Program.Sums;
        _sums = Device.Allocate(Math.Max(1, _leaves.Count * Sums) * sizeof(double), "sums of loss and metrics");
        for (int i = 0; i < _leaves.Count; i++)
            _leaves[i].Memory[MemoryRegion.Metrics] = _sums.Address + i * Sums * sizeof(double);
    }

    private Leaf MakeLeaf(int number, int first, int microBatches)
    {
        int part = number % microBatches;
        Leaf leaf = new(
            _replica, first + number, _library, _control.Address + number * Leaf.ControlBytes,
            part == 0 ? null : (_leaves[number - part], _partial!)); // There are parts, so there is memory for them.
        leaf.Memory[MemoryRegion.Weights] = Store.Weights;
        leaf.Memory[MemoryRegion.Segments] = Store.Segments;
        return leaf;
    }

    /// <summary>Memory for the numbers of so many rows.</summary>
    private UploadBuffer RowNumbers(int rows)
    {
        if (_rows is not null && _rows.Length >= rows * sizeof(int)) return _rows;
        Stream.Synchronize();
        _rows?.Dispose();
        _rows = null;
        // A replica without rows still has some, later.
        return _rows = Device.CreateUpload(Math.Max(1, rows) * sizeof(int), ReplicaGroup.RunAhead, "row numbers");
    }
}
