namespace Mirrored.Keras;

/// <summary>What the engine asks of a model: its layers one after the other, then loss and metrics, then the update.</summary>
internal sealed class ModelProgram(Shape inputShape, IReadOnlyList<Layer> layers) : IStepProgram
{
    public Shape InputShape { get; } = inputShape;

    /// <summary>How the model was compiled; null before.</summary>
    public Compilation? Compilation { get; set; }

    public ModelUpdate? Update => Compilation?.Optimizer.Update;

    public int Sums => Compilation?.Sums ?? 0;

    public void Describe(StepBuilder step, PlanTensor features)
    {
        PlanTensor output = Forward(step, features);
        if (step.Mode == StepMode.Predict)
        {
            step.Keep(output);
            return;
        }

        Compilation compilation = Compilation ?? throw new InvalidOperationException("The model is not compiled.");
        compilation.Describe(step, output);
    }

    public PlanTensor Forward(StepBuilder step, PlanTensor features) => CallAll(layers, step, features);

    public float GradientScale(int rows) =>
        Compilation is { Loss.Reduction: Reduction.Sum or Reduction.None } ? 1 : 1f / rows;

    public double LearningRate(long iterations) => Compilation?.Optimizer.Next(iterations) ?? 0;

    /// <summary>Calls layers one after the other.</summary>
    public static PlanTensor CallAll(IReadOnlyList<Layer> layers, StepBuilder step, PlanTensor input) =>
        layers.Aggregate(input, (rows, layer) => Call(layer, step, rows));

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
