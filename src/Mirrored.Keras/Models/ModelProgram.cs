namespace Mirrored.Keras;

/// <summary>What the engine asks of a model: its layers one after the other, then loss and metrics, then the update.</summary>
internal sealed class ModelProgram(Shape inputShape, IReadOnlyList<Layer> layers) : IStepProgram
{
    public Shape InputShape { get; } = inputShape;

    /// <summary>How the model was compiled; null before.</summary>
    public Compilation? Compilation { get; set; }

    public int OptimizerSlots => Compilation?.Optimizer.Settings.Slots ?? 0;

    public int Sums => Compilation?.Sums ?? 0;

    public void Describe(StepBuilder step, PlanTensor features)
    {
        PlanTensor output = features;
        foreach (Layer layer in layers) output = Call(layer, step, output);
        if (step.Mode == StepMode.Predict)
        {
            step.Keep(output);
            return;
        }

        Compilation compilation = Compilation ?? throw new InvalidOperationException("The model is not compiled.");
        compilation.Describe(step, output);
    }

    public IReadOnlyList<Operation> DescribeUpdate(ParameterLayout layout) =>
        Compilation?.Optimizer.Settings.Update(layout) ?? [];

    public void FillState(ref StepState state)
    {
        if (Compilation is not { } compilation) return;
        if (compilation.Loss.Reduction != Reduction.SumOverBatchSize) state.GradientScale = 1;
        compilation.Optimizer.Settings.Fill(ref state, compilation.Optimizer.LearningRate);
    }

    /// <summary>Holds a layer to the shape that it promised: labels and predictions are checked against that one.</summary>
    private static PlanTensor Call(Layer layer, StepBuilder step, PlanTensor input)
    {
        PlanTensor output = layer.Call(step, input);
        Shape promised = layer.OutputShape!.Value.Prepend(step.Rows); // The model is built.
        if (output?.Shape != promised)
            throw new InvalidOperationException(
                $"The layer '{layer.Name}' returns {output?.Shape.ToString() ?? "null"} from Call, but its ComputeOutputShape says {promised}.");
        return output;
    }
}
