namespace Mirrored.Keras;

/// <summary>Brings a step's labels into the form that a loss or a metric sees; they were checked before.</summary>
internal static class LabelForm
{
    public static PlanTensor Of(StepBuilder step, LabelKind kind, PlanTensor predictions)
    {
        Shape shape = predictions.Shape;
        return kind == LabelKind.Classes
            ? StepBuilder.View(step.Cast(step.Labels, DType.Int32), [.. shape.Take(shape.Rank - 1)])
            : StepBuilder.View(step.Cast(step.Labels, DType.Float32), shape);
    }
}
