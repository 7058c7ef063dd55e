namespace Mirrored.PublicApi.Tests;

/// <summary>A schedule from outside: half the rate every so many updates.</summary>
public sealed class Halving(double rate, long every) : LearningRateSchedule
{
    public override double At(long iterations) => rate / (1L << (int)(iterations / every));
}
