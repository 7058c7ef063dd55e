using System.Diagnostics;

namespace Mirrored.Keras.Tests;

/// <summary>Runs <c>Mirrored.Allocation</c>, a process whose every thread is watched while it trains.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("3 --deterministic")]
    [InlineData("2 --logs")]
    [InlineData("2 --stream")]
    [InlineData("3 --batches --deterministic")]
    public void Train_ThousandSilentSteps_AllocatesNothing(string arguments)
    {
        (int code, string output) = Run(arguments);

        Assert.True(code == 0, output);
        Assert.Contains(" 0 bytes allocated, 0 collections", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1 --gpu")]
    [InlineData("1 --gpu --deterministic")]
    [InlineData("1 --gpu --stream")]
    [InlineData("1 --gpu --batches")]
    public void Train_SilentStepsOnAGpu_AllocatesNothing(string arguments)
    {
        SimulatorAtHand.SkipWithoutGpu();
        (int code, string output) = Run(arguments);

        Assert.True(code == 0, output);
    }

    [Fact]
    public void Train_WithOneObjectAllocated_IsNoticed()
    {
        (int code, string output) = Run("1 --leak");

        Assert.Equal(1, code);
        Assert.Contains($" {3 * IntPtr.Size} bytes allocated", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output) Run(string arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Mirrored.Allocation.dll");
        ChildRun run = ChildRun.Of(new ProcessStartInfo("dotnet", [program, .. arguments.Split(' ')]));
        return (run.Code, run.Output + run.Errors);
    }
}
