using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One step, as every replica runs it: take your rows, forward and backward, exchange, update.</summary>
/// <remarks>
/// <code>
///              leaf by leaf                                  all replicas
/// rows  ->  [ forward . loss . backward ]  ->  gradients ->  [ sum ]  ->  [ update ]
/// </code>
/// The loss is a sum over rows divided once by the rows of the whole batch, so the summed gradient is the same however the
/// rows are spread. Replicas without rows join the exchange with zeros. The caller fills a step in while the replicas still
/// work on earlier ones; nothing here allocates, locks or waits for the caller once plans are bound.
/// </remarks>
internal sealed class TrainStep(StepEngine engine) : IReplicaWork
{
    private int[] _rows = [];
    private float[]? _output;
    private PlanDescription _plan = null!; // Set by Fill, which always comes before Run.
    private StepMeasure _measure;

    /// <summary>What the step is for.</summary>
    public StepMode Mode { get; private set; }

    /// <summary>Where the rows come from.</summary>
    public StepData Data { get; private set; } = null!; // Set by Fill, which always comes before Run.

    /// <summary>The numbers that are the same for all leaves.</summary>
    public StepState State { get; private set; }

    /// <summary>The rows of the global batch.</summary>
    public int Count { get; private set; }

    /// <summary>What makes this step differ from others of the model; its rows are those of the global batch.</summary>
    public PlanKey Key => Data.Key(Mode, Count);

    /// <summary>The numbers of those rows in the data.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    private int Segments => _plan.Segments.Count;

    /// <summary>Fills the step in; on the caller's thread.</summary>
    public void Fill(
        StepMode mode, StepData data, ReadOnlySpan<int> rows, in StepState state, PlanDescription plan, StepMeasure measure, float[]? output)
    {
        if (_rows.Length < rows.Length) _rows = new int[rows.Length];
        rows.CopyTo(_rows);
        (Mode, Data, State, Count, _plan, _measure, _output) = (mode, data, state, rows.Length, plan, measure, output);
    }

    /// <inheritdoc/>
    public long Step => Mode == StepMode.Train ? State.Step : 0;

    /// <inheritdoc/>
    public void Run(Replica replica)
    {
        ModelReplica model = engine.Replicas[replica.Index];
        StepTimer? timer = _measure.IsMeasured ? model.Timers.Continue() : null;
        int prepared = model.Prepared;
        model.Load(this, engine.Leaves);
        timer?.Mark(StepPhase.Input);
        if (engine.RecordsSteps && Mode != StepMode.Predict && timer is null) model.Graphs.Run(this, model, StepGraphs.WholeStep);
        else LaunchAll(model, timer, bySegments: engine.RecordsSegments || timer is not null && engine.RecordsSteps);
        timer?.End(_measure.InputSeconds, counts: prepared == model.Prepared);
        if (Mode == StepMode.Train) model.CountUpdate();
        if (_measure.IsNextMeasured) model.Timers.Begin();
    }

    /// <summary>Queues a part of the step on one replica: a segment, or all of it.</summary>
    public void Launch(ModelReplica model, int part)
    {
        if (part == StepGraphs.WholeStep) LaunchAll(model, timer: null, bySegments: false);
        else Compute(model, part);
    }

    /// <summary>Queues all of the step.</summary>
    /// <param name="model">The replica.</param>
    /// <param name="timer">Notes where its time goes; null for steps that are not measured.</param>
    /// <param name="bySegments">True queues each segment as one, as it was recorded.</param>
    private void LaunchAll(ModelReplica model, StepTimer? timer, bool bySegments)
    {
        for (int segment = 0; segment < Segments; segment++)
        {
            if (bySegments && Mode != StepMode.Predict && HasWork(model, segment)) model.Graphs.Run(this, model, segment);
            else Compute(model, segment);
            timer?.Mark(StepPhase.Compute);
            if (Mode == StepMode.Train) Exchange(model, _plan.Segments[segment]);
            timer?.Mark(StepPhase.Exchange);
        }

        if (Mode != StepMode.Train) return;
        if (_plan.Sums.Ranges.Count > _plan.Sums.Within) Sum(model, _plan.Sums.Within);
        Update(model, timer);
        timer?.Mark(StepPhase.Update);
    }

    /// <summary>Queues what lies behind a segment: a bucket's exchange, which may take until the update, or a sum that the next
    /// segment waits for.</summary>
    private static void Exchange(ModelReplica model, PlanSegment segment)
    {
        if (segment.Bucket >= 0) model.Exchange.Reduce(segment.Bucket);
        else Sum(model, segment.Sum);
    }

    private static void Sum(ModelReplica model, int range)
    {
        model.SumExchange!.Reduce(range); // A plan with sums has placed them.
        model.SumExchange.Complete();
    }

    /// <summary>Queues one segment. The leaves of a replica share working memory, so the first segment is all of every leaf but
    /// the last, and the beginning of that one, whose segments overlap with the exchange. Where leaves need sums over all of
    /// them, each has memory of its own, and they go from segment to segment together.</summary>
    private void Compute(ModelReplica model, int segment)
    {
        model.Device.BeginCompute();
        try
        {
            Leaf last = model.Leaves[^1];
            foreach (Leaf leaf in model.Leaves)
            {
                if (leaf == last || _plan.RunsLeavesTogether) Compute(model, leaf, segment);
                else for (int s = 0; s < Segments && segment == 0; s++) Compute(model, leaf, s);
            }

            int bucket = _plan.Segments[segment].Bucket;
            if (bucket >= 0) model.Rounded?.Round(bucket);
        }
        finally
        {
            model.Device.EndCompute();
        }
    }

    private void Compute(ModelReplica model, Leaf leaf, int segment)
    {
        leaf.Launch(model.Stream, segment, training: Mode == StepMode.Train);
        if (Mode == StepMode.Predict) CopyOutput(model, leaf);
    }

    /// <summary>False when no leaf has anything to do in a segment, of which no graph can be made.</summary>
    private bool HasWork(ModelReplica model, int segment)
    {
        if (segment == 0) return Mode == StepMode.Train || model.Leaves[0].Plan is not null;
        Leaf working = model.Leaves[_plan.RunsLeavesTogether ? 0 : ^1];
        return working.Plan is not null && _plan.Segments[segment].Count > 0;
    }

    private void Update(ModelReplica model, StepTimer? timer)
    {
        try
        {
            model.Exchange.Complete();
            timer?.Mark(StepPhase.Exchange);
            for (int phase = 0; phase < model.Phases; phase++)
            {
                if (phase > 0) model.Meet();
                Apply(model, phase);
            }
        }
        catch (Exception failure) when (failure is not StepAbortedException)
        {
            // Others may have all sums, or still get them when whoever was waited for comes, and update.
            engine.MarkDiverged();
            throw;
        }
    }

    private static void Apply(ModelReplica model, int phase)
    {
        model.Device.BeginCompute();
        try
        {
            model.Update(phase);
        }
        finally
        {
            model.Device.EndCompute();
        }
    }

    /// <summary>Copies a leaf's predictions to their place among those of the whole batch.</summary>
    private void CopyOutput(ModelReplica model, Leaf leaf)
    {
        if (leaf.Plan?.Output is not { } predictions) return;
        Span<float> destination = _output.AsSpan(leaf.Start * predictions.RowLength, leaf.Count * predictions.RowLength);
        model.ReadArena(predictions, MemoryMarshal.AsBytes(destination));
    }
}
