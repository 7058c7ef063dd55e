using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A contiguous part of every global batch that is computed at one go, with a gradient of its own.</summary>
/// <remarks>Normally a replica has one. In deterministic mode every batch has <see cref="ReduceLeavesOperation.Leaves"/>
/// however many replicas there are, and each replica owns a run of them.</remarks>
internal sealed unsafe class Leaf : IDisposable
{
    /// <summary>How many running sums a model may keep: the loss and its metrics.</summary>
    public const int MaximumSums = 64;

    private const int FeedOffset = StepState.SizeInBytes;

    private readonly Dictionary<PlanKey, StepPlan> _plans = [];
    private readonly Device _device;
    private readonly DeviceBuffer _control;
    private readonly DeviceBuffer _gradients;
    private readonly DeviceBuffer _sums;
    private DeviceBuffer _rows;

    public Leaf(Device device, int index, ParameterLayout layout)
    {
        _device = device;
        Index = index;
        _control = device.Allocate(FeedOffset + sizeof(StepFeed), "step state");
        _gradients = device.Allocate(layout.TrainableBytes, "gradients");
        _sums = device.Allocate(MaximumSums * sizeof(double), "sums of loss and metrics");
        _rows = device.Allocate(0, "row numbers");
        Memory = new MemoryMap { State = (StepState*)_control.Address, Feed = (StepFeed*)(_control.Address + FeedOffset) };
        Memory[MemoryRegion.Gradients] = _gradients.Address;
        Memory[MemoryRegion.Metrics] = _sums.Address;
    }

    /// <summary>The leaf's number within the global batch.</summary>
    public int Index { get; }

    /// <summary>Where the plans of this leaf find their tensors.</summary>
    public MemoryMap Memory { get; }

    public nint Gradients => _gradients.Address;

    /// <summary>Where this leaf's rows begin in the batch that is loaded.</summary>
    public int Start { get; private set; }

    /// <summary>How many rows of the batch that is loaded are this leaf's.</summary>
    public int Count { get; private set; }

    /// <summary>The plan for the batch that is loaded; null when this leaf has no rows.</summary>
    public StepPlan? Plan { get; private set; }

    /// <summary>Takes this leaf's part of a batch.</summary>
    public void Load(TrainStep step, int leaves, ModelReplica replica)
    {
        (Start, Count) = BatchSplitter.Slice(step.Count, leaves, Index);
        StepState state = step.State;
        state.FirstGlobalRow = Start;
        StepFeed feed = default;
        step.Data.Point(&feed, replica.Index);
        if (_rows.Length < Count * sizeof(int))
        {
            DeviceBuffer larger = _device.Allocate((long)Count * sizeof(int), "row numbers");
            _rows.Dispose();
            _rows = larger;
        }

        feed.Rows = (int*)_rows.Address;
        _rows.Write(MemoryMarshal.AsBytes(step.Rows.Slice(Start, Count)), 0);
        _control.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<StepState>(in state)), 0);
        _control.Write(new ReadOnlySpan<byte>(&feed, sizeof(StepFeed)), FeedOffset);
        Plan = Count == 0 ? null : FindPlan(step, replica);
    }

    /// <summary>Sets the gradient to zero: what a leaf without rows gives to the sum.</summary>
    public void ClearGradients() => _gradients.Clear();

    /// <summary>Forgets all plans, because memory that they are bound to has moved.</summary>
    public void ForgetPlans() => _plans.Clear();

    public void ReadSums(Span<double> destination) => _sums.Read(MemoryMarshal.AsBytes(destination), 0);

    public void ClearSums() => _sums.Clear();

    public void Dispose()
    {
        _control.Dispose();
        _gradients.Dispose();
        _sums.Dispose();
        _rows.Dispose();
    }

    private StepPlan FindPlan(TrainStep step, ModelReplica replica)
    {
        PlanKey key = new(step.Mode, Count, step.Data.Features, step.Data.Labels);
        if (_plans.TryGetValue(key, out StepPlan? plan)) return plan;
        plan = replica.Bind(key, this);
        _plans.Add(key, plan);
        return plan;
    }
}
