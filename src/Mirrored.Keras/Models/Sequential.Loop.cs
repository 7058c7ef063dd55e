namespace Mirrored.Keras;

// Custom loops: what Fit does in a step, call by call, in a function given to strategy.Run.
public sealed partial class Sequential
{
    /// <summary>Computes predictions for a replica's rows, in a step of a custom loop.</summary>
    /// <param name="x">The rows, as many as the shard has: <c>shard.X</c>, or what was made of it.</param>
    /// <param name="training">Whether layers behave as in training, and <c>Backward</c> may follow.</param>
    /// <returns>The predictions, on the replica's device; those of an earlier call are gone.</returns>
    /// <exception cref="ArgumentException">The rows do not suit the model or the shard.</exception>
    /// <exception cref="InvalidOperationException">Called outside of <c>strategy.Run</c> or in a step without data; the model is of
    /// another strategy, not built, part of another model, or not compiled and is to be trained.</exception>
    /// <remarks>Rows are taken where they are by a CPU and copied to a GPU. Dropout draws by the number of the training pass and the
    /// row within the global batch, as in <c>Fit</c>.</remarks>
    public Predictions Forward(NDArray<float> x, bool training = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        (ReplicaContext context, LoopReplica replica) = InStep(nameof(Forward));
        Shard shard = context.Shard ?? throw new InvalidOperationException(
            "Forward needs a step with data, so that it knows which rows of the batch are the replica's: strategy.Run(batch, ...).");
        if (training) Compiled();
        Shape expected = _inputShape!.Value.Prepend(shard.Count); // The model is built.
        if (x.Shape != expected)
            throw new ArgumentException(
                $"Forward of '{Name}' was given rows of shape {x.Shape}; the shard has {shard.Count} rows, so it takes {expected}.", nameof(x));
        if (x.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException(
                $"The features hold {x.Span[at]} in row {at / Math.Max(1, x.Shape.RowShape().Length)} of the shard. Replace what is not a finite number.",
                nameof(x));
        return new Predictions(this, replica.Forward(context, Name, x, shard.GlobalCount, training));
    }

    /// <summary>Computes the gradients of the weights from that of a loss, and adds them to those since the last
    /// <see cref="ApplyGradients"/>.</summary>
    /// <param name="gradient"><see cref="LossValue.Gradient"/>.</param>
    /// <exception cref="InvalidOperationException">There was no <c>Forward</c> with <c>training: true</c>, or another one or another
    /// loss since; the weights have changed since; gradients are reduced already; or nothing is trained.</exception>
    public void Backward(LossGradient gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        gradient.Require(nameof(Backward));
        (ReplicaContext context, LoopReplica replica) = BeforeBackward(gradient.Predictions);
        replica.Backward(context, Name, gradient.Entry);
    }

    /// <summary>Computes the gradients of the weights from a gradient that the program made itself, and adds them to those since the
    /// last <see cref="ApplyGradients"/>.</summary>
    /// <param name="predictions">What <see cref="Forward"/> gave with <c>training: true</c>.</param>
    /// <param name="gradient">How the whole loss changes with each prediction, of their shape; for a mean it is divided by the rows of
    /// the global batch. All replicas' parts are added.</param>
    /// <exception cref="ArgumentException">The shape is another, or a number is not finite.</exception>
    /// <exception cref="InvalidOperationException">As the other <c>Backward</c>.</exception>
    public void Backward(Predictions predictions, NDArray<float> gradient)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(gradient);
        (ReplicaContext context, LoopReplica replica) = BeforeBackward(predictions);
        if (gradient.Shape != predictions.Shape)
            throw new ArgumentException($"The gradient has shape {gradient.Shape}, the predictions {predictions.Shape}.", nameof(gradient));
        if (gradient.FirstNonFinite() is >= 0 and int at)
            throw new ArgumentException($"The gradient holds {gradient.Span[at]}; it must be finite.", nameof(gradient));
        predictions.Pass.Losses = null; // Its place is taken.
        replica.Backward(context, Name, gradient.Span);
    }

    /// <summary>Sums the gradients over all replicas, so that each can read and change the sum. <see cref="ApplyGradients"/> does it by
    /// itself when it was not done; every replica has to call it.</summary>
    /// <exception cref="InvalidOperationException">There are no gradients, or they are reduced already; another replica does something
    /// else.</exception>
    public void ReduceGradients()
    {
        (ReplicaContext context, LoopReplica replica) = InStep(nameof(ReduceGradients));
        RequireGradients(replica, nameof(ReduceGradients));
        RequireUnreduced(replica, nameof(ReduceGradients));
        replica.Reduce(context, $"{nameof(ReduceGradients)} of '{Name}'");
    }

    /// <summary>Copies the gradients to the host: behind <see cref="ReduceGradients"/> the sum over all replicas, before it this
    /// replica's part. Penalties on weights and the optimizer's limits come in the update, so they are not in them.</summary>
    /// <returns>One array for each of <see cref="TrainableWeights"/>.</returns>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public IReadOnlyList<NDArray<float>> GetGradients()
    {
        (_, LoopReplica replica) = InStep(nameof(GetGradients));
        RequireGradients(replica, nameof(GetGradients));
        return [.. Trained().Select(weight => new NDArray<float>(replica.ReadGradient(weight), weight.Shape))];
    }

    /// <summary>Overwrites the gradients: behind <see cref="ReduceGradients"/> the sum, which has to become the same on every replica;
    /// before it this replica's part.</summary>
    /// <param name="gradients">One array for each of <see cref="TrainableWeights"/>.</param>
    /// <exception cref="ArgumentException">Their number or a shape differs; nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">Called outside of <c>strategy.Run</c>, or the model is not ready.</exception>
    public void SetGradients(IReadOnlyList<NDArray<float>> gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        (_, LoopReplica replica) = InStep(nameof(SetGradients));
        Parameter[] trained = Trained();
        if (gradients.Count != trained.Length)
            throw new ArgumentException($"The model '{Name}' trains {trained.Length} weights, found {gradients.Count} gradients.", nameof(gradients));
        for (int i = 0; i < trained.Length; i++)
            if (gradients[i]?.Shape != trained[i].Shape)
                throw new ArgumentException(
                    $"The gradient of {trained[i]} has shape {gradients[i]?.Shape.ToString() ?? "null"}.", nameof(gradients));
        replica.WriteGradients(trained.Zip(gradients));
    }

    /// <summary>Forgets the gradients of this replica.</summary>
    /// <exception cref="InvalidOperationException">Called outside of <c>strategy.Run</c>, or the model is not ready.</exception>
    public void ClearGradients() => InStep(nameof(ClearGradients)).Replica.ForgetGradients();

    /// <summary>Changes the weights by the gradients since the last time, with the optimizer that the model was compiled with; every
    /// replica has to call it, and all get the same weights.</summary>
    /// <exception cref="InvalidOperationException">There are no gradients, or the model is not compiled; another replica has returned,
    /// or does something else.</exception>
    public void ApplyGradients()
    {
        (ReplicaContext context, LoopReplica replica) = InStep(nameof(ApplyGradients));
        Compiled();
        RequireGradients(replica, nameof(ApplyGradients));
        replica.Apply(context, Name);
    }

    /// <summary>Adds a replica's rows to the loss and the metrics that the model was compiled with; before
    /// <see cref="ApplyGradients"/>, as penalties on weights count as the weights are now.</summary>
    /// <param name="labels">The labels of the rows.</param>
    /// <param name="predictions">What <see cref="Forward"/> gave for them.</param>
    /// <param name="sampleWeight">How much each row counts, <c>(rows)</c>; null for 1.</param>
    /// <exception cref="ArgumentException">Labels or weights do not go with the predictions.</exception>
    /// <exception cref="InvalidOperationException">The model is not compiled, the predictions are another model's or of an earlier
    /// <see cref="Forward"/>, or the call is outside of <c>strategy.Run</c>.</exception>
    public void UpdateMetrics(NDArray labels, Predictions predictions, NDArray<float>? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        (_, LoopReplica replica) = InStep(nameof(UpdateMetrics));
        Compilation compilation = Compiled();
        RequireOwn(predictions, nameof(UpdateMetrics));
        predictions.Require(nameof(UpdateMetrics), labels, sampleWeight);
        compilation.Check(labels, OutputShape!.Value); // The model is built.
        replica.Run(predictions.Pass, new MetricsHead(compilation), labels, sampleWeight, gradientScale: null, StepMode.Evaluate);
        replica.AddLayerSums();
    }

    private (ReplicaContext Context, LoopReplica Replica) InStep(string what)
    {
        ReplicaContext context = ReplicaContext.Require(what);
        if (context.Strategy != Strategy)
            throw new InvalidOperationException(
                $"The model '{Name}' is of {Strategy}, the step of {context.Strategy}. Make the model in that one's scope.");
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Home != this)
            throw new InvalidOperationException($"The model '{Name}' is part of '{Owner!.Name}'; use that one in the loop."); // Else it is home.
        if (_inputShape is null) throw NotBuilt();
        return _engine is { } engine ? (context, engine.Loop.On(context)) : throw new InvalidOperationException(
            $"The model '{Name}' is not ready for {what}. Make it in strategy.Scope(), before the step, and give the step a batch.");
    }

    private (ReplicaContext Context, LoopReplica Replica) BeforeBackward(Predictions predictions)
    {
        (ReplicaContext context, LoopReplica replica) = InStep(nameof(Backward));
        RequireOwn(predictions, nameof(Backward));
        predictions.Pass.Require(nameof(Backward));
        if (!predictions.Pass.Training)
            throw new InvalidOperationException("Backward needs predictions of Forward with training: true.");
        if (predictions.Pass.IsPast)
            throw new InvalidOperationException("Backward comes behind ApplyGradients, which changed the weights: call Forward again.");
        if (Trained().Length == 0)
            throw new InvalidOperationException($"Nothing in the model '{Name}' is trained: all its layers are frozen, or have no weights.");
        RequireUnreduced(replica, nameof(Backward));
        return (context, replica);
    }

    private void RequireOwn(Predictions predictions, string what)
    {
        if (predictions.Model != this)
            throw new InvalidOperationException($"{what} of '{Name}' was given predictions of '{predictions.Model.Name}'.");
    }

    private void RequireGradients(LoopReplica replica, string what)
    {
        if (!replica.HasGradients)
            throw new InvalidOperationException(
                $"{what} of '{Name}' comes without gradients: call Backward first, on every replica, those without rows too.");
    }

    private void RequireUnreduced(LoopReplica replica, string what)
    {
        if (replica.IsReduced)
            throw new InvalidOperationException(
                $"{what} of '{Name}' comes behind ReduceGradients: call ApplyGradients or ClearGradients in between.");
    }

    private Parameter[] Trained() => [.. Weights.Where(weight => weight.IsTrained)];
}
