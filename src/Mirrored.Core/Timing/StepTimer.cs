using System.Diagnostics;

namespace Mirrored;

/// <summary>Measures one step on one replica: moments in its stream's work, which are read when the step is long done.</summary>
/// <remarks>
/// <code>
/// step before    measured step
/// ... update ]   wait   [ input ][ compute ][ exchange ][ update ]
///            |          |        |          |           |        |
///          Begin       Mark     Mark       Mark        Mark     Mark
/// </code>
/// Used on the replica's own thread, and allocates only when it has more moments to note than ever before.
/// </remarks>
internal sealed class StepTimer(DeviceStream stream) : IDisposable
{
    private readonly List<DeviceTimestamp> _moments = [];
    private readonly List<StepPhase> _phases = [];
    private long _work;
    private int _count;
    private long _begun;
    private long _started;
    private double _idle;
    private double _queueing;
    private double _inputSeconds;
    private bool _isDone;

    /// <summary>Notes the end of the step before; forgets what was noted earlier.</summary>
    /// <param name="work">The number of the work that this step was.</param>
    public void Begin(long work)
    {
        (_work, _count, _isDone) = (work, 0, false);
        Mark(StepPhase.Wait);
        _begun = Stopwatch.GetTimestamp();
    }

    /// <summary>Goes on in the step to measure.</summary>
    /// <param name="work">The number of its work.</param>
    /// <returns>False when something else came in between, so that there is nothing to learn.</returns>
    public bool Continue(long work)
    {
        if (_count != 1 || _work != work - 1) return false;
        _started = Stopwatch.GetTimestamp();
        _idle = Seconds(_begun, _started);
        Mark(StepPhase.Wait);
        return true;
    }

    /// <summary>Says what the work queued since the last mark was for.</summary>
    public void Mark(StepPhase phase)
    {
        if (_count == _moments.Count)
        {
            _moments.Add(stream.CreateTimestamp());
            _phases.Add(phase);
        }

        stream.Record(_moments[_count]);
        _phases[_count++] = phase;
    }

    /// <summary>Everything is queued.</summary>
    /// <param name="inputSeconds">How long the caller waited for the step's batch.</param>
    /// <param name="counts">False when the step did what others need not, such as recording a graph.</param>
    public void End(double inputSeconds, bool counts)
    {
        _inputSeconds = inputSeconds;
        _queueing = Seconds(_started, Stopwatch.GetTimestamp());
        _isDone = counts;
    }

    /// <summary>Reads the step once, when the device is done with it.</summary>
    /// <returns>False when there is nothing to read.</returns>
    public bool TryTake(out StepTimes times)
    {
        times = default;
        if (!_isDone) return false;
        _isDone = false;
        Span<double> spent = stackalloc double[(int)StepPhase.Update + 1];
        spent.Clear();
        for (int i = 1; i < _count; i++)
        {
            if (_moments[i].SecondsSince(_moments[i - 1]) is not { } seconds) return false;
            spent[(int)_phases[i]] += seconds;
        }

        // The device waits for data only while its thread has no work to queue and the caller has no batch to give.
        double wait = spent[(int)StepPhase.Wait];
        double forData = Math.Min(wait, Math.Min(_idle, _inputSeconds));
        times = new StepTimes(
            forData + spent[(int)StepPhase.Input], wait - forData, spent[(int)StepPhase.Compute], spent[(int)StepPhase.Exchange],
            spent[(int)StepPhase.Update], _queueing);
        return true;
    }

    public void Dispose()
    {
        foreach (DeviceTimestamp moment in _moments) moment.Dispose();
    }

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;
}
