using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A leaf of one replica as custom loops use it: with an arena of its own, as a program may leave any time between
/// forward and backward.</summary>
internal sealed class LoopLeaf(ModelReplica model, Leaf leaf, LoopEngine engine) : IDisposable
{
    private readonly Dictionary<(bool Training, int Rows), BoundPass> _passes = [];
    private DeviceBuffer? _arena;
    private DeviceBuffer? _beside;
    private PreparedOperation? _add;

    public Leaf Leaf => leaf;

    /// <summary>The pass that the last forward pass was; null where the leaf had no rows.</summary>
    public BoundPass? Pass { get; private set; }

    /// <summary>Whether the leaf's own gradient holds something that no update has used.</summary>
    public bool HasGradient { get; set; }

    /// <summary>Finds the pass for the rows that the leaf has taken.</summary>
    public void Prepare(bool training)
    {
        Pass = null;
        if (leaf.Count == 0) return;
        if (!_passes.TryGetValue((training, leaf.Count), out BoundPass? pass))
        {
            PassDescription description = engine.Describe(training, leaf.Count);
            Reserve(description.ArenaBytes);
            _passes.Add((training, leaf.Count), pass = new BoundPass(description, this));
        }

        pass.Trim(model.Stream);
        Pass = pass;
    }

    /// <summary>Binds operations of a pass to this leaf.</summary>
    public PreparedOperation[] Bind(IReadOnlyList<Operation> operations) => Bind(operations, _arena!.Address, leaf.Gradients);

    /// <summary>Binds operations whose gradients are to be added to those that are there.</summary>
    public PreparedOperation[] BindBeside(IReadOnlyList<Operation> operations)
    {
        _beside ??= model.Device.Allocate(engine.Layout.TrainableBytes, "gradients that are added up");
        return Bind(operations, _arena!.Address, _beside.Address); // Whoever binds has reserved the arena.
    }

    /// <summary>Binds a loss or metrics.</summary>
    public BoundHead Bind(HeadDescription head)
    {
        DeviceBuffer arena = model.Device.Allocate(Math.Max(1, head.ArenaBytes), "losses");
        try
        {
            return new BoundHead(head, arena, Bind(head.Operations, arena.Address, leaf.Gradients));
        }
        catch
        {
            arena.Dispose();
            throw;
        }
    }

    /// <summary>Queues adding what lies beside to the gradient of the leaf that it is a part of.</summary>
    public void AddGradients()
    {
        _add ??= model.Device.Prepare(
            new ReduceLeavesOperation
            {
                Sources = [leaf.Whole.Gradients, _beside!.Address], Destinations = [leaf.Whole.Gradients], Start = 0,
                Count = engine.Layout.TrainableBytes / sizeof(float),
            },
            leaf.Memory, model.Stream);
        _add.Launch();
    }

    /// <summary>Copies a tensor of the pass to the host.</summary>
    public void Read(PlanTensor tensor, Span<float> destination) =>
        _arena!.Read(MemoryMarshal.AsBytes(destination), tensor.Offset); // There was a pass.

    /// <summary>Overwrites a tensor of the pass.</summary>
    public void Write(PlanTensor tensor, ReadOnlySpan<float> source) => _arena!.Write(MemoryMarshal.AsBytes(source), tensor.Offset);

    /// <summary>Forgets everything that is bound to memory; nothing queued may use it.</summary>
    public void ForgetPlans()
    {
        foreach (BoundPass pass in _passes.Values) pass.Dispose();
        _passes.Clear();
        Pass = null;
        _add = null;
    }

    public void Dispose()
    {
        ForgetPlans();
        _arena?.Dispose();
        _beside?.Dispose();
    }

    private void Reserve(long bytes)
    {
        if (_arena is not null && _arena.Length >= bytes) return;
        model.Stream.Synchronize();
        ForgetPlans();
        _arena?.Dispose();
        _arena = null;
        _arena = model.Device.Allocate(Math.Max(1, bytes), $"the activations of {leaf.Count} rows");
    }

    private PreparedOperation[] Bind(IReadOnlyList<Operation> operations, nint arena, nint gradients)
    {
        MemoryMap memory = leaf.Memory;
        (nint Arena, nint Gradients) before = (memory[MemoryRegion.Arena], memory[MemoryRegion.Gradients]);
        // Addresses are read while operations are prepared; the steps of Fit use the same map.
        (memory[MemoryRegion.Arena], memory[MemoryRegion.Gradients]) = (arena, gradients);
        memory[MemoryRegion.Outputs] = _arena!.Address;
        try
        {
            return [.. operations.Select(o => model.Device.Prepare(o, memory, model.Stream))];
        }
        finally
        {
            (memory[MemoryRegion.Arena], memory[MemoryRegion.Gradients]) = before;
        }
    }
}
