namespace Mirrored.Keras.Tests;

/// <summary>Every loss and metric on a GPU, real or simulated, gives the CPU's bits in deterministic mode.</summary>
public sealed class CudaLossTests
{
    public CudaLossTests() => SimulatorAtHand.SkipWithoutGpu();

    public static TheoryData<string> Names => [.. Loss.Table.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Fit_Deterministic_GivesTheCpusBitsAndLogs(string loss)
    {
        (string Weights, double[] Logs) expected = LossRuns.Train(loss, Devices.Cpus(1)), found = LossRuns.Train(loss, Devices.Gpus(0));

        Assert.Equal(expected.Weights, found.Weights);
        Assert.Equal(expected.Logs, found.Logs);
    }
}
