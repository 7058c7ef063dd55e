namespace Mirrored.Docs.Tests;

/// <summary>Steps of one size along the sign of a running mean of gradients, with decay.</summary>
public sealed class Lion(LearningRateSchedule? learningRate = null, double decay = 0) : Optimizer(learningRate ?? 1e-4)
{
    protected override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        UpdateValue g = update.Gradient, m = update.Slot("m");
        UpdateValue direction = UpdateValue.Sign(0.9 * m + 0.1 * g);
        update.Assign(m, 0.99 * m + 0.01 * g);
        update.Assign(update.Weight, update.Weight - update.LearningRate * direction);
    }

    protected override double WeightDecayOf(Parameter weight) => decay;
}
