namespace Mirrored.Keras.Tests;

/// <summary>A small model with data, to see what callbacks do.</summary>
public abstract class CallbackTestBase : IDisposable
{
    protected const int Rows = 40, Features = 8;

    protected CallbackTestBase()
    {
        Strategy = new MirroredStrategy(Devices.Cpus(2), new StrategyOptions { Deterministic = true });
        Model = TestData.Mlp(Strategy, Features, hidden: 4);
        (X, Y) = TestData.Classes(Rows, Features, 10);
        Output = new StringWriter { NewLine = "\n" };
    }

    protected MirroredStrategy Strategy { get; }

    protected Sequential Model { get; }

    protected NDArray<float> X { get; }

    protected NDArray<int> Y { get; }

    protected StringWriter Output { get; }

    private protected TemporaryFolder Folder { get; } = new();

    /// <summary>What was printed, warnings included.</summary>
    protected string Printed => Output.ToString();

    public void Dispose()
    {
        Strategy.Dispose();
        Output.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected History Fit(int epochs, params Callback[] callbacks) =>
        Model.Fit(X, Y, 16, epochs, verbose: Verbosity.Silent, callbacks: callbacks, options: new FitOptions { Output = Output });
}
