namespace Mirrored;

/// <summary>One model on the replicas of a strategy: runs its steps, keeps its weights, adds up its losses.</summary>
/// <remarks>One thread at a time may call it. Steps are queued; reading anything waits for them.</remarks>
internal sealed partial class StepEngine : IDisposable
{
    private const string DivergedMessage =
        "An update failed on some replica, or could not be prepared, so that their weights may differ. Compile the model again to go on from the first "
        + "replica's weights with a fresh optimizer, or set the weights and compile again.";

    private readonly ReplicaGroup _group;
    private readonly PlanLibrary _library;
    private readonly TrainStep[] _steps;
    private readonly ModelReplica[] _replicas;
    private double[] _leafSums;
    private readonly float[] _scratch;
    private readonly Dictionary<PlanKey, PlanDescription> _described = [];
    private readonly EngineOptions _options;
    private readonly bool _fixedOrder;
    private SumLayout? _sums;
    private readonly int _checkEvery;
    private volatile bool _diverged;
    private long _queued;
    private int _failures;
    private bool _disposed;

    public StepEngine(
        ReplicaGroup group, IStepProgram program, IReadOnlyList<Parameter> parameters, bool deterministic, ulong seed,
        long oneBucketBelow = BucketPlanner.OneBucketBelow, EngineOptions? options = null,
        long laterBuckets = BucketPlanner.LaterBuckets)
    {
        options ??= new EngineOptions();
        int replicas = group.Replicas.Count;
        if (deterministic && replicas > ReduceLeavesOperation.Leaves)
            throw new ArgumentException(
                $"Deterministic mode cuts every batch into {ReduceLeavesOperation.Leaves} leaves, so it takes at most that many "
                + $"replicas; there are {replicas}.", nameof(deterministic));
        _group = group;
        (_options, _fixedOrder) = (options, deterministic);
        _checkEvery = options.CheckReplicasEvery;
        int gradients = deterministic ? ReduceLeavesOperation.Leaves : replicas;
        Leaves = gradients * options.MicroBatches;
        ParameterLayout layout = new(parameters, replicas, guarded: options.NonFinite != NonFinitePolicy.Off);
        IReadOnlyList<Bucket> buckets = BucketPlanner.Cut(layout, oneBucketBelow, laterBuckets);
        _library = new PlanLibrary(program, layout, buckets, seed);
        _steps = [.. Enumerable.Range(0, ReplicaGroup.RunAhead).Select(_ => new TrainStep(this))];
        // With several devices an exchange between them lies within the step.
        RecordsSteps = replicas == 1 && group.Replicas[0].Stream.CanCapture;
        RecordsSegments = replicas > 1 && group.Replicas.All(replica => replica.Stream.CanCapture);
        _scratch = new float[parameters.Count == 0 ? 0 : checked((int)parameters.Max(p => p.Shape.Length))];
        _replicas = new ModelReplica[replicas];
        Measurements = new StepMeasurements(group, _replicas, options.MeasureStepsEvery);
        _leafSums = new double[Leaves * program.Sums];
        try
        {
            group.RunAll(replica => _replicas[replica.Index] = new ModelReplica(
                replica, _library, BatchSplitter.Slice(gradients, replicas, replica.Index), options));
            if (options.RoundGradients && gradients > 1) group.RunAll(replica => _replicas[replica.Index].RoundGradients());
            ConnectGradients();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The replicas' copies of the model, in order.</summary>
    public IReadOnlyList<ModelReplica> Replicas => _replicas;

    /// <summary>Into how many leaves every batch is cut.</summary>
    public int Leaves { get; }

    /// <summary>True when steps are recorded and queued as one.</summary>
    public bool RecordsSteps { get; }

    /// <summary>True when the segments of steps are recorded, each as one.</summary>
    public bool RecordsSegments { get; }

    /// <summary>The number by which the next training pass draws, counted since the model was made.</summary>
    public long RandomStep
    {
        get
        {
            NoteFailures();
            return field;
        }
        set;
    }

    /// <summary>What custom loops need; made the first time that somebody asks.</summary>
    public LoopEngine Loop => field ??= new LoopEngine(this, _group, _library);

    /// <summary>How many exchanges a training step has.</summary>
    public int Buckets => _library.Buckets.Count;

    /// <summary>Where the time of training steps goes.</summary>
    public StepMeasurements Measurements { get; }

    /// <summary>True when the next training step is measured.</summary>
    public bool MeasuresNext => Measurements.IsDue(Iterations + 1);

    public ParameterLayout Layout => _library.Layout;

    /// <summary>The names of the optimizer's slots, in order.</summary>
    public IReadOnlyList<string> SlotNames => [.. _library.Program.Update?.Slots.Select(s => s.Name) ?? []];

    /// <summary>The number of updates done or queued: Adam's <c>t</c>. Steps that a failure kept from running do not count.
    /// </summary>
    public long Iterations
    {
        get
        {
            NoteFailures();
            return field;
        }
        private set;
    }

    /// <summary>Waits for all queued steps and counts those that were left out, since the optimizer began, because something was not
    /// finite.</summary>
    public long ReadSkippedSteps()
    {
        Synchronize();
        return _replicas[0].Guard?.ReadSkipped() ?? 0;
    }

    /// <summary>Runs initialisers on the first replica and copies its weights to the others.</summary>
    public void Initialize(IReadOnlyList<Operation> initializers)
    {
        _group.RunAll(replica =>
        {
            if (replica.Index == 0) _replicas[0].RunOnce(initializers);
        });
        foreach (Parameter parameter in Layout.Parameters) WriteWeight(parameter, ReadWeight(parameter));
        CompareReplicas("at the start");
    }

    /// <summary>Waits for all queued steps and compares the weights of all replicas, bit for bit.</summary>
    /// <param name="when">What a message says of the moment.</param>
    /// <exception cref="ReplicaMismatchException">They differ.</exception>
    public void CompareReplicas(string when)
    {
        if (_replicas.Length == 1) return;
        var found = new (DeviceId, WeightDigest[])[_replicas.Length];
        _group.RunAll(replica => found[replica.Index] = (replica.Device.Id, _replicas[replica.Index].TakeChecksums()));
        try
        {
            ReplicaAgreement.Check(found, when);
        }
        catch (ReplicaMismatchException)
        {
            MarkDiverged();
            throw;
        }
    }

    /// <summary>Starts over with a new optimizer: no iterations, empty slots, new plans.</summary>
    public void ResetOptimizer()
    {
        _group.Drain();
        bool diverged = _diverged;
        _diverged = true; // Until all is done: an update that was bound to the old slots must not run.
        _library.Clear();
        _described.Clear();
        _sums = null;
        Iterations = 0;
        _leafSums = new double[Leaves * _library.Program.Sums];
        UpdatePhases.Prepare(_group, _replicas, mayShare: _checkEvery == 0);
        if (diverged) foreach (Parameter parameter in Layout.Parameters) WriteWeight(parameter, ReadWeight(parameter));
        _diverged = false;
    }

    /// <summary>Makes arrays readable for the replicas.</summary>
    public ResidentData Load(ArraySource features, ArraySource? labels, ArraySource? weights = null) =>
        new(_group, features, labels, weights);

    /// <summary>Queues one step.</summary>
    /// <param name="mode">What it is for.</param>
    /// <param name="data">Where the rows come from.</param>
    /// <param name="rows">The rows of the global batch.</param>
    /// <param name="output">Receives the predictions of the whole batch, in prediction, when the step is done.</param>
    /// <exception cref="ReplicaFailedException">A replica failed in an earlier step.</exception>
    /// <exception cref="NonFiniteGradientException">The gradients or the loss of an earlier step were not finite.</exception>
    public void Run(StepMode mode, StepData data, ReadOnlySpan<int> rows, float[]? output = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        RequireUsable();
        RaiseNonFinite();
        PlanDescription plan = Describe(mode, data, rows.Length);
        RecoverFromFailures();
        long number = _group.Reserve();
        TrainStep step = _steps[number % ReplicaGroup.RunAhead];
        StepState state = NextState(mode, rows.Length);
        StepMeasure measure = mode == StepMode.Train ? Measurements.For(state.Step, rows.Length, data) : default;
        step.Fill(mode, data, rows, state, plan, measure, output);
        _group.Give(step);
        if (mode == StepMode.Train) CompareReplicasIfDue(1);
    }

    /// <summary>Compares the weights of all replicas when it is time to.</summary>
    /// <param name="updates">How many updates there were since this was called last.</param>
    public void CompareReplicasIfDue(long updates)
    {
        if (_checkEvery > 0 && Iterations % _checkEvery < updates) CompareReplicas($"after step {Iterations}");
    }

    /// <summary>Notes that some replicas may have updated their weights and others not.</summary>
    public void MarkDiverged() => _diverged = true;

    /// <summary>Waits for all queued steps.</summary>
    /// <exception cref="ReplicaFailedException">A replica failed.</exception>
    /// <exception cref="NonFiniteGradientException">The gradients or the loss of a step were not finite.</exception>
    public void Synchronize()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _group.Drain();
        RaiseNonFinite();
    }

    /// <summary>Waits until no step runs any more, so that what they read may go; a failure is kept for the next call.</summary>
    public void Settle() => _group.Settle();

    /// <summary>Waits for all queued steps and adds up the running sums of all leaves, in leaf order.</summary>
    public void ReadSums(Span<double> sums)
    {
        Synchronize();
        sums.Clear();
        foreach (ModelReplica replica in _replicas)
        {
            Span<double> ofLeaves = _leafSums.AsSpan(0, replica.Leaves.Count * replica.Sums);
            replica.ReadSums(ofLeaves);
            for (int leaf = 0; leaf < replica.Leaves.Count; leaf++)
                for (int i = 0; i < sums.Length; i++) sums[i] += ofLeaves[leaf * replica.Sums + i];
        }
    }

    /// <summary>Waits for all queued steps and starts the running sums at zero.</summary>
    public void ClearSums()
    {
        Synchronize();
        foreach (ModelReplica replica in _replicas) replica.ClearSums();
    }

    /// <summary>Waits for all queued steps and copies one weight to the host, from any replica: they are the same.</summary>
    public ReadOnlySpan<float> ReadWeight(Parameter parameter, int replica = 0)
    {
        Synchronize();
        Span<float> values = _scratch.AsSpan(0, (int)parameter.Shape.Length);
        _replicas[replica].Store.Read(parameter, values);
        return values;
    }

    /// <summary>Waits for all queued steps and overwrites one weight on every replica.</summary>
    public void WriteWeight(Parameter parameter, ReadOnlySpan<float> values)
    {
        Synchronize();
        foreach (ModelReplica replica in _replicas) replica.Store.Write(parameter, values);
    }

    /// <summary>Waits for all queued steps and copies one weight's part of an optimizer slot to the host.</summary>
    /// <exception cref="ArgumentException">The optimizer has no such slot, or the weight is not trained.</exception>
    public ReadOnlySpan<float> ReadSlot(string slot, Parameter parameter, int replica = 0)
    {
        Synchronize();
        Span<float> values = _scratch.AsSpan(0, (int)parameter.Shape.Length);
        _replicas[replica].Store.ReadSlot(parameter, FindSlot(slot, parameter), values);
        return values;
    }

    /// <summary>Waits for all queued steps and overwrites one weight's part of an optimizer slot on every replica.</summary>
    /// <exception cref="ArgumentException">The optimizer has no such slot, the weight is not trained, or the size differs.</exception>
    public void WriteSlot(string slot, Parameter parameter, ReadOnlySpan<float> values)
    {
        int number = FindSlot(slot, parameter);
        if (values.Length != parameter.Shape.Length)
            throw new ArgumentException($"The slot {slot} of {parameter} has {parameter.Shape.Length} elements, found {values.Length}.", nameof(values));
        Synchronize();
        foreach (ModelReplica replica in _replicas) replica.Store.WriteSlot(parameter, number, values);
    }

    /// <summary>Goes on counting updates from a number, as when a checkpoint is read.</summary>
    public void RestoreIterations(long iterations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        Synchronize();
        NoteFailures();
        Iterations = iterations;
    }

    private void ConnectGradients()
    {
        IReadOnlyList<GradientExchange> exchanges = Connect(
            replica => replica.Exchanged, _library.Buckets, _replicas[0].Rounded is null ? DType.Float32 : DType.BFloat16);
        foreach (ModelReplica replica in _replicas) replica.Exchange = exchanges[replica.Index];
    }

    /// <summary>Makes ready what training plans sum besides gradients; all plans of a model sum the same.</summary>
    public void PlaceSums(SumLayout sums, IReadOnlyList<Operation> stateUpdates)
    {
        if (_sums is { } placed)
        {
            if (placed.Within == sums.Within && placed.Ranges.SequenceEqual(sums.Ranges)) return;
            throw new InvalidOperationException("A layer describes other sums over the batch for another number of rows.");
        }

        if (sums.Within > 0 && _options.MicroBatches > 1)
            throw new InvalidOperationException(
                "The model needs statistics of the whole batch while it computes, so no part of the batch can be finished before the "
                + "others: leave StrategyOptions.MicroBatches at 1, or make BatchNormalization with synchronized: false.");
        _group.RunAll(replica => _replicas[replica.Index].PlaceSums(sums, stateUpdates));
        if (sums.Ranges.Count > 0)
        {
            IReadOnlyList<GradientExchange> exchanges = Connect(replica => replica.Summed, sums.Ranges, DType.Float32);
            foreach (ModelReplica replica in _replicas) replica.SumExchange = exchanges[replica.Index];
        }

        _sums = sums;
    }

    private IReadOnlyList<GradientExchange> Connect(
        Func<ModelReplica, IEnumerable<ExchangeLeaf>> leaves, IReadOnlyList<Bucket> buckets, DType type) =>
        _options.CrossDeviceOps.Connect(new ExchangeContext
        {
            Group = _group,
            Leaves = [.. _replicas.SelectMany(leaves)],
            Sums = [.. _replicas.Select(replica => leaves(replica).First().Address)],
            Buckets = buckets,
            Type = type,
            FixedOrder = _fixedOrder,
            MarkDiverged = MarkDiverged,
        });

    public void Dispose()
    {
        _disposed = true;
        _group.Settle();
        foreach (ModelReplica? replica in _replicas) replica?.Dispose();
    }

    /// <summary>Describes the plans of a batch on the caller's thread, so that a layer's mistake surfaces there as it is.</summary>
    /// <returns>That of the first leaf; all others have the same segments.</returns>
    private PlanDescription Describe(StepMode mode, StepData data, int rows)
    {
        // Only the first and the last leaf differ in size.
        int last = BatchSplitter.Slice(rows, Leaves, Leaves - 1).Count;
        if (last > 0) DescribePlan(data.Key(mode, last));
        return DescribePlan(data.Key(mode, BatchSplitter.Slice(rows, Leaves, 0).Count));
    }

    private PlanDescription DescribePlan(PlanKey key)
    {
        if (_described.TryGetValue(key, out PlanDescription? known)) return known;
        PlanDescription plan = _library.Find(key);
        if (key.Mode == StepMode.Train) PlaceSums(plan.Sums, plan.StateUpdates);
        _described.Add(key, plan);
        return plan;
    }

    private int FindSlot(string slot, Parameter parameter)
    {
        int number = SlotNames.ToList().IndexOf(slot);
        if (number < 0) throw new ArgumentException($"The optimizer has no slot '{slot}'. It has: {string.Join(", ", SlotNames)}.", nameof(slot));
        if (!Layout.Trained.Contains(parameter))
            throw new ArgumentException($"{parameter} is not trained, so the optimizer keeps nothing for it.", nameof(parameter));
        return number;
    }

    private StepState NextState(StepMode mode, int rows)
    {
        StepState state = NextPass(rows, training: mode == StepMode.Train);
        if (mode == StepMode.Train) FillUpdate(ref state);
        return state;
    }

    /// <summary>The numbers of the next forward pass.</summary>
    public StepState NextPass(int rows, bool training) => new()
    {
        GlobalRows = rows, GradientScale = _library.Program.GradientScale(rows), LossScale = 1, RngStep = training ? RandomStep++ : RandomStep,
    };

    /// <summary>Fills in the numbers of the next update, which counts from now on.</summary>
    public void FillUpdate(ref StepState state)
    {
        double learningRate = _library.Program.LearningRate(Iterations);
        state.Step = ++Iterations;
        _queued++;
        _library.Program.Update?.Fill(ref state, learningRate);
    }
}
