namespace Mirrored.Keras;

/// <summary>Epochs over a dataset: the loop behind <c>Fit</c>.</summary>
/// <remarks>Steps are queued and run behind; only reading logs waits for them.</remarks>
internal sealed class FitLoop(StepEngine engine, Compilation compilation, FitOptions options)
{
    private readonly RunningLogs _logs = new(engine, compilation);

    /// <summary>Trains.</summary>
    /// <param name="train">What to train on.</param>
    /// <param name="validation">What to evaluate after every epoch, or null.</param>
    /// <param name="epochs">How many epochs.</param>
    /// <param name="firstEpoch">How many epochs the model has seen before; decides how they are shuffled.</param>
    /// <param name="seed">The seed of shuffles without one.</param>
    /// <param name="verbosity">How much is printed.</param>
    public History Run(Feed train, Feed? validation, int epochs, int firstEpoch, ulong seed, Verbosity verbosity)
    {
        History history = new(new HistoryParameters(verbosity, epochs, train.Steps));
        ProgressBar progress = options.Progress(verbosity, train.Steps);
        IndexCursor cursor = train.Pipeline.Open(firstEpoch, seed);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            progress.BeginEpoch(epoch, epochs);
            if (epoch > 0) cursor.Restart(firstEpoch + epoch);
            int steps = RunEpoch(StepMode.Train, train, cursor, progress);
            List<(string Name, double Value)> logs = [.. _logs.Read()];
            if (validation is not null) logs.AddRange(Validate(validation, seed));
            progress.EndEpoch(steps, logs.ToArray());
            history.Add(epoch, logs.ToArray());
        }

        return history;
    }

    /// <summary>Evaluates once.</summary>
    public (string Name, double Value)[] Evaluate(Feed data, ulong seed, Verbosity verbosity)
    {
        ProgressBar progress = options.Progress(verbosity, data.Steps);
        progress.BeginEpoch(0, 1);
        int steps = RunEpoch(StepMode.Evaluate, data, data.Pipeline.Open(0, seed), progress);
        (string Name, double Value)[] logs = [.. _logs.Read()];
        progress.EndEpoch(steps, logs);
        return logs;
    }

    /// <summary>Goes through the data once; a silent epoch allocates nothing, whatever its length.</summary>
    /// <returns>The number of steps, of which the last few may still run.</returns>
    public int RunEpoch(StepMode mode, Feed feed, IndexCursor cursor, ProgressBar? progress)
    {
        _logs.Clear();
        int step = 0;
        while (feed.Next(cursor) is { IsEmpty: false } rows)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            engine.Run(mode, feed.Data, rows);
            step++;
            if (progress is not null && progress.WantsUpdate(step)) progress.Update(step, _logs.Read());
        }

        return step;
    }

    private IEnumerable<(string Name, double Value)> Validate(Feed validation, ulong seed)
    {
        RunEpoch(StepMode.Evaluate, validation, validation.Pipeline.Open(0, seed), progress: null);
        return [.. _logs.Read().ToArray().Select(l => ("val_" + l.Name, l.Value))];
    }
}
