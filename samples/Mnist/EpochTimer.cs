using System.Diagnostics;

namespace Mirrored.Samples.Mnist;

/// <summary>Takes the time of each epoch, without its validation.</summary>
internal sealed class EpochTimer : Callback
{
    private readonly List<double> _seconds = [];
    private long _start;

    /// <summary>The seconds of each epoch.</summary>
    public IReadOnlyList<double> Seconds => _seconds;

    public override void OnEpochBegin(int epoch) => _start = Stopwatch.GetTimestamp();

    // Comes when the devices are done with the epoch's steps.
    public override void OnTestBegin() => Stop();

    public override void OnEpochEnd(int epoch, Logs logs) => Stop();

    private void Stop()
    {
        if (_start == 0) return; // There was a validation.
        _seconds.Add(Stopwatch.GetElapsedTime(_start).TotalSeconds);
        _start = 0;
    }
}
