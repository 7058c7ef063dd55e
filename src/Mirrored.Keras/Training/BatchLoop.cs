namespace Mirrored.Keras;

/// <summary>The steps of one epoch, in training or evaluation.</summary>
/// <remarks>Steps are queued and run behind; only reading logs waits for them. While nobody reads, nothing is allocated.</remarks>
internal sealed class BatchLoop(
    Sequential model, Feed feed, StepMode mode, RunningLogs running, CallbackList callbacks, CancellationToken cancellation,
    Action<int>? stepDone = null)
{
    /// <summary>Means over the epoch so far.</summary>
    public Logs Logs { get; } = new(running);

    /// <summary>Goes through the epoch, from the batch that the feed is at.</summary>
    /// <param name="most">How many steps at most; null for as many as there are.</param>
    /// <returns>The number of steps, of which the last few may still run.</returns>
    public int Run(int? most)
    {
        running.Clear();
        Logs.Rows = 0;
        return Run(most, done: 0, atBatch: true);
    }

    /// <summary>Goes on with an epoch, to whose logs earlier steps have given their part.</summary>
    /// <param name="most">How many steps at most; null for as many as there are.</param>
    /// <param name="done">The number of steps that are done.</param>
    /// <returns>The number of steps, those before included.</returns>
    public int Continue(int? most, int done) => Run(most, done, atBatch: MayGoOn(most, done) && feed.MoveNext());

    private int Run(int? most, int done, bool atBatch)
    {
        int step = done;
        while (atBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            callbacks.BatchBegin(mode, step);
            feed.Run(mode);
            if (mode == StepMode.Train) Telemetry.Count(feed.Rows);
            Logs.Rows += feed.Rows;
            Logs.Refresh();
            callbacks.BatchEnd(mode, step, Logs);
            step++;
            stepDone?.Invoke(feed.Rows);
            atBatch = MayGoOn(most, step) && feed.MoveNext();
        }

        Logs.Refresh(); // What callbacks added to those of the last batch does not belong to the epoch's.
        return step;
    }

    private bool MayGoOn(int? most, int step) => step != most && !(mode == StepMode.Train && model.StopTraining);
}
