namespace Mirrored.Docs.Tests;

public sealed class WarmUp(double rate, long steps) : LearningRateSchedule
{
    public override double At(long iterations) => rate * Math.Min(1, (iterations + 1.0) / steps);
}
