namespace Mirrored.Keras.Tests;

/// <summary>Puts made-up values into the logs of each epoch, before the callback under test sees them.</summary>
internal sealed class Scripted(string name, params double[] values) : Callback
{
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (!double.IsNegativeInfinity(values[epoch])) logs[name] = values[epoch]; // Which stands for no value.
    }
}
