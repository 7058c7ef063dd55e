using Mirrored.Samples.Basics;

namespace Mirrored.Samples.Tests;

/// <summary>The small programs run, and do what each is to show.</summary>
public sealed class BasicsTests
{
    [Fact]
    public void EarlyStop_Run_EndsBeforeTheLastEpoch() => Assert.InRange(EarlyStop.Run(), 6, 199);

    [Fact]
    public void Regression_Run_IsOffByFewThousands() => Assert.InRange(Regression.Run(), 0, 15);

    [Fact]
    public void Binary_Run_FindsMostOfWhatIsRare() => Assert.InRange(Binary.Run(), 0.8, 1);

    [Fact]
    public void ClassWeights_Run_RecognisesTheRingThatCounts() => Assert.InRange(ClassWeights.Run(), 0.9, 1);

    [Fact]
    public void Checkpoint_Run_KeepsTheBestEpoch() => Assert.InRange(Checkpoint.Run(), 0, 1e-6);

    [Fact]
    public void Schedule_Run_EndsAtZero() => Assert.InRange(Schedule.Run(), 0, 1e-9);

    [Fact]
    public void Csv_Run_LearnsTheTable() => Assert.InRange(Csv.Run(), 0.85, 1);

    [Fact]
    public void CustomCallback_Run_IsAccurateEnough() => Assert.InRange(CustomCallback.Run(), 0.9, 1);

    [Fact]
    public void CustomLayer_Run_LearnsTheRings() => Assert.InRange(CustomLayer.Run(), 0.85, 1);

    [Fact]
    public void ClipLoop_Run_LearnsTheRings() => Assert.InRange(ClipLoop.Run(), 0.85, 1);

    [Fact]
    public void BatchNorm_Run_GivesTheSameBitsOnOneAndThreeDevices() => Assert.Equal(1, BatchNorm.Run());

    [Fact]
    public void Transfer_Run_LearnsWithFrozenFeatures() => Assert.InRange(Transfer.Run(), 0.85, 1);
}
