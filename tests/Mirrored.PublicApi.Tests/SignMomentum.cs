namespace Mirrored.PublicApi.Tests;

/// <summary>An optimizer from outside: a step of one size along the sign of a running mean.</summary>
public sealed class SignMomentum(LearningRateSchedule learningRate) : Optimizer(learningRate)
{
    protected override void Update(UpdateBuilder update)
    {
        ArgumentNullException.ThrowIfNull(update);
        UpdateValue mean = update.Slot("mean");
        update.Assign(mean, (0.9 * mean) + (0.1 * update.Gradient));
        update.Assign(update.Weight, update.Weight - (update.LearningRate * UpdateValue.Sign(mean)));
    }
}
