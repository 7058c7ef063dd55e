using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A contiguous part of every global batch that is computed at one go, with a gradient of its own.</summary>
/// <remarks>Normally a replica has one. In deterministic mode every batch has <see cref="ReduceLeavesOperation.Leaves"/>
/// however many replicas there are, and each replica owns a run of them.</remarks>
internal sealed unsafe class Leaf : IDisposable
{
    /// <summary>Bytes of a leaf's part of the control memory, which holds its state and its feed.</summary>
    public const int ControlBytes = 256;

    private const int FeedOffset = StepState.SizeInBytes;

    private readonly Dictionary<PlanKey, StepPlan> _plans = [];
    private readonly DeviceBuffer _gradients;

    /// <summary>Makes a leaf.</summary>
    /// <param name="device">Where it computes.</param>
    /// <param name="index">Its number within the global batch.</param>
    /// <param name="layout">Where gradients lie.</param>
    /// <param name="control">The address of its part of the control memory.</param>
    public Leaf(Device device, int index, ParameterLayout layout, nint control)
    {
        Index = index;
        _gradients = device.Allocate(layout.TrainableBytes, "gradients");
        Memory = new MemoryMap { State = (StepState*)control, Feed = (StepFeed*)(control + FeedOffset) };
        Memory[MemoryRegion.Gradients] = _gradients.Address;
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
    /// <param name="step">The step.</param>
    /// <param name="leaves">Into how many leaves its batch is cut.</param>
    public void Take(TrainStep step, int leaves) => (Start, Count) = BatchSplitter.Slice(step.Count, leaves, Index);

    /// <summary>Fills in what the step's kernels read, and finds its plan.</summary>
    /// <param name="step">The step.</param>
    /// <param name="replica">The leaf's owner.</param>
    /// <param name="control">The host's side of its control memory.</param>
    /// <param name="rows">Where its row numbers will lie on the device.</param>
    public void Load(TrainStep step, ModelReplica replica, Span<byte> control, nint rows)
    {
        StepState state = step.State;
        state.FirstGlobalRow = Start;
        StepFeed feed = default;
        step.Data.Point(&feed, replica.Index);
        feed.Rows = (int*)rows;
        MemoryMarshal.Write(control, in state);
        MemoryMarshal.Write(control[FeedOffset..], in feed);
        Plan = Count == 0 ? null : FindPlan(step, replica);
    }

    /// <summary>Copies one weight's gradient to the host; the reduced one, if the leaf is its replica's first.</summary>
    public void ReadGradient(Parameter parameter, Span<float> destination) =>
        _gradients.Read(MemoryMarshal.AsBytes(destination), parameter.Gradient.Offset);

    /// <summary>Queues setting the gradient to zero: what a leaf without rows gives to the sum.</summary>
    public void ClearGradients(DeviceStream stream) => stream.Clear(_gradients);

    /// <summary>Forgets all plans, because memory that they are bound to has moved.</summary>
    public void ForgetPlans() => _plans.Clear();

    public void Dispose() => _gradients.Dispose();

    private StepPlan FindPlan(TrainStep step, ModelReplica replica)
    {
        PlanKey key = step.Key with { Rows = Count };
        if (_plans.TryGetValue(key, out StepPlan? plan)) return plan;
        plan = replica.Bind(key, this);
        _plans.Add(key, plan);
        return plan;
    }
}
