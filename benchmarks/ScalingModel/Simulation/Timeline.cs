namespace Mirrored.ScalingModel;

/// <summary>What happens next: actions in the order of their times; those of one time in the order in which they came.</summary>
public sealed class Timeline
{
    private readonly PriorityQueue<Action, (double Time, long Order)> _timeline = new();
    private long _order;

    /// <summary>The time of the action that runs, in seconds.</summary>
    public double Now { get; private set; }

    /// <summary>Lets an action happen some time from now.</summary>
    public void After(double seconds, Action action) => _timeline.Enqueue(action, (Now + seconds, _order++));

    /// <summary>Runs until nothing is left to happen.</summary>
    public void Run()
    {
        while (_timeline.TryDequeue(out Action? action, out (double Time, long Order) at))
        {
            Now = at.Time;
            action();
        }
    }
}
