namespace Mirrored.Keras.Tests;

/// <summary>Every loss and metric gives the same bits on any number of replicas, weights of rows included.</summary>
public sealed class LossEqualityTests
{
    public static TheoryData<string> Names => [.. Loss.Table.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_AnyReplicas_GivesTheSameBitsAndLogs(string loss)
    {
        (string weights, double[] logs) = LossRuns.Train(loss, Devices.Cpus(1));

        Assert.All(logs, value => Assert.True(double.IsFinite(value)));
        foreach (int replicas in (int[])[2, 3, 8])
        {
            (string Weights, double[] Logs) other = LossRuns.Train(loss, Devices.Cpus(replicas));
            Assert.Equal(weights, other.Weights);
            Assert.Equal(logs, other.Logs);
        }

        Assert.NotEqual(weights, LossRuns.Train(loss, Devices.Cpus(2), weighted: false).Weights);
    }
}
