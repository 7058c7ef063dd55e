namespace Mirrored.Keras;

/// <summary>Goes through a dataset without training: the loop behind <c>Evaluate</c> and the validation of <c>Fit</c>.</summary>
internal sealed class EvaluateLoop(
    Sequential model, Compilation compilation, Feed feed, CallbackList callbacks, int? steps, RunOptions options) : IDisposable
{
    /// <summary>Evaluates once.</summary>
    /// <returns>Loss and metrics.</returns>
    /// <exception cref="ArgumentException">The dataset is empty.</exception>
    public Logs Run()
    {
        feed.Restart(epoch: 0);
        if (!feed.MoveNext()) throw new ArgumentException("The dataset to evaluate has no batch.");
        using RunningLogs running = RunningLogs.Open(model, compilation);
        callbacks.TestBegin();
        BatchLoop batches = new(model, feed, StepMode.Evaluate, running, callbacks, options.CancellationToken);
        int done = batches.Run(steps);
        if (done < steps) options.Warn($"The data to evaluate ended after {done} of {steps} steps.");
        Logs logs = batches.Logs.Copy();
        batches.Logs.Close();
        callbacks.TestEnd(logs);
        return logs;
    }

    public void Dispose() => feed.Dispose();
}
