namespace Mirrored.Keras;

/// <summary>A plain number as a schedule.</summary>
internal sealed class ConstantLearningRate(double value) : LearningRateSchedule
{
    public double Value { get; } = Rate(value, nameof(value));

    public override double At(long iterations) => Value;
}
