namespace Mirrored.PublicApi.Tests;

/// <summary>A callback from outside: notes the loss of every epoch, and ends training at a limit.</summary>
public sealed class LossWatcher(double enough) : Callback
{
    public List<double> Losses { get; } = [];

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        Losses.Add(logs["loss"]);
        if (logs["loss"] < enough) Model.StopTraining = true;
    }
}
