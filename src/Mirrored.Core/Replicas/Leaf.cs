using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A contiguous part of every global batch that is computed at one go, with a gradient of its own.</summary>
/// <remarks>Normally a replica has one. In deterministic mode every batch has <see cref="ReduceLeavesOperation.Leaves"/>
/// however many replicas there are, and each replica owns a run of them. With micro-batches each of those is cut once more:
/// all but the first of its parts compute into memory that they share, and add to the first one's gradient.</remarks>
internal sealed unsafe class Leaf : IDisposable
{
    /// <summary>Bytes of a leaf's part of the control memory, which holds its state and its feed.</summary>
    public const int ControlBytes = 256;

    private const int FeedOffset = StepState.SizeInBytes;

    private readonly Dictionary<PlanKey, StepPlan> _plans = [];
    private readonly DeviceBuffer? _own;
    private readonly nint _gradients;
    private readonly Leaf? _addsTo;
    private readonly PreparedOperation[] _additions;
    private DeviceBuffer? _sums;
    private PreparedOperation? _addSums;

    /// <summary>Makes a leaf with a gradient of its own, or one that adds to another's.</summary>
    /// <param name="replica">Its owner.</param>
    /// <param name="index">Its number within the global batch.</param>
    /// <param name="library">Where gradients lie, and in which buckets.</param>
    /// <param name="control">The address of its part of the control memory.</param>
    /// <param name="addsTo">The leaf to add to, and the memory to compute the gradient in; null for an own gradient.</param>
    public Leaf(
        Replica replica, int index, PlanLibrary library, nint control, (Leaf First, DeviceBuffer Gradients)? addsTo)
    {
        Index = index;
        _own = addsTo is null ? replica.Device.Allocate(library.Layout.TrainableBytes, "gradients") : null;
        _gradients = addsTo?.Gradients.Address ?? _own!.Address; // One of the two.
        Memory = new MemoryMap { State = (StepState*)control, Feed = (StepFeed*)(control + FeedOffset) };
        Memory[MemoryRegion.Gradients] = _gradients;
        _addsTo = addsTo?.First;
        _additions = _addsTo is { } first
            ? [.. library.Buckets.Select(bucket => Addition(replica, first.Gradients, _gradients, bucket))]
            : [];
    }

    /// <summary>The leaf's number within the global batch.</summary>
    public int Index { get; }

    /// <summary>Where the plans of this leaf find their tensors.</summary>
    public MemoryMap Memory { get; }

    public nint Gradients => _gradients;

    /// <summary>The leaf whose gradient this one's is a part of: itself, if it has its own.</summary>
    public Leaf Whole => _addsTo ?? this;

    /// <summary>True when the leaf's gradient is its own, to be exchanged; false when it is added to another's.</summary>
    public bool HasOwnGradient => _own is not null;

    /// <summary>Where this leaf's rows begin in the batch that is loaded.</summary>
    public int Start { get; private set; }

    /// <summary>How many rows of the batch that is loaded are this leaf's.</summary>
    public int Count { get; private set; }

    /// <summary>The plan for the batch that is loaded; null when this leaf has no rows.</summary>
    public StepPlan? Plan { get; private set; }

    /// <summary>Takes this leaf's part of a batch.</summary>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="leaves">Into how many leaves it is cut.</param>
    public void Take(int rows, int leaves) => (Start, Count) = BatchSplitter.Slice(rows, leaves, Index);

    /// <summary>Fills in what the step's kernels read, and finds its plan.</summary>
    /// <param name="step">The step.</param>
    /// <param name="replica">The leaf's owner.</param>
    /// <param name="control">The host's side of its control memory.</param>
    /// <param name="rows">Where its row numbers will lie on the device.</param>
    public void Load(TrainStep step, ModelReplica replica, Span<byte> control, nint rows)
    {
        StepFeed feed = default;
        step.Data.Point(&feed, replica.Index);
        Fill(control, step.State, feed, rows);
        Plan = Count == 0 ? null : FindPlan(step, replica);
    }

    /// <summary>Fills in what kernels read.</summary>
    /// <param name="control">The host's side of the leaf's control memory.</param>
    /// <param name="state">The numbers that are the same for all leaves.</param>
    /// <param name="feed">Where the data lies.</param>
    /// <param name="rows">Where its row numbers lie on the device.</param>
    public void Fill(Span<byte> control, StepState state, StepFeed feed, nint rows)
    {
        state.FirstGlobalRow = Start;
        feed.Rows = (int*)rows;
        MemoryMarshal.Write(control, in state);
        MemoryMarshal.Write(control[FeedOffset..], in feed);
    }

    /// <summary>Copies one weight's gradient to the host; the reduced one, if the leaf is its replica's first.</summary>
    public void ReadGradient(Parameter parameter, Span<float> destination) =>
        _own!.Read(MemoryMarshal.AsBytes(destination), parameter.Gradient.Offset); // Asked of leaves with their own only.

    /// <summary>Queues one segment of the leaf's plan, and in training what makes its gradients part of the sum.</summary>
    public void Launch(DeviceStream stream, int segment, bool training)
    {
        if (Plan is not null)
        {
            Plan.Launch(segment);
            if (!training || HasOwnGradient) return;
            _additions[segment].Launch();
            if (segment == _additions.Length - 1) _addSums?.Launch();
        }
        else if (training && segment == 0 && _own is not null)
        {
            ClearGradients(stream); // What a leaf without rows gives to the sum.
            ClearSums(stream);
        }
    }

    /// <summary>Queues setting the gradient, which has to be the leaf's own, to zero.</summary>
    public void ClearGradients(DeviceStream stream) => stream.Clear(_own!);

    /// <summary>Queues setting what the leaf gives to other sums to zero, if there are any.</summary>
    public void ClearSums(DeviceStream stream)
    {
        if (_sums is not null) stream.Clear(_sums);
    }

    /// <summary>Queues adding what the leaf gives to other sums to that of the leaf that it adds to, if it does.</summary>
    public void AddSums() => _addSums?.Launch();

    /// <summary>Overwrites one weight's gradient, in a leaf with its own.</summary>
    public void WriteGradient(Parameter parameter, ReadOnlySpan<float> values) =>
        _own!.Write(MemoryMarshal.AsBytes(values), parameter.Gradient.Offset);

    /// <summary>Makes room for what the leaf gives to other sums over all leaves.</summary>
    /// <param name="replica">The leaf's owner.</param>
    /// <param name="layout">What is summed.</param>
    /// <param name="first">The first leaf of the replica, whose memory gets the sums.</param>
    public void PlaceSums(Replica replica, SumLayout layout, Leaf first)
    {
        _sums?.Dispose();
        (_sums, _addSums) = (null, null);
        if (layout.Bytes == 0) return;
        _sums = replica.Device.Allocate(layout.Bytes, "sums over the batch");
        Memory[MemoryRegion.LeafSums] = _sums.Address;
        Memory[MemoryRegion.GlobalSums] = first._sums!.Address; // Placed before the others'.
        if (_addsTo is { } whole)
            _addSums = Addition(replica, whole._sums!.Address, _sums.Address, new Bucket(0, layout.Bytes / sizeof(float)));
    }

    /// <summary>Forgets all plans, because memory that they are bound to has moved.</summary>
    public void ForgetPlans() => _plans.Clear();

    public void Dispose()
    {
        _own?.Dispose();
        _sums?.Dispose();
    }

    private PreparedOperation Addition(Replica replica, nint to, nint part, Bucket range) => replica.Device.Prepare(
        new ReduceLeavesOperation { Sources = [to, part], Destinations = [to], Start = range.Start, Count = range.Count },
        Memory, replica.Stream);

    private StepPlan FindPlan(TrainStep step, ModelReplica replica)
    {
        PlanKey key = step.Key with { Rows = Count };
        if (_plans.TryGetValue(key, out StepPlan? plan)) return plan;
        plan = replica.Bind(key, this);
        _plans.Add(key, plan);
        return plan;
    }
}
