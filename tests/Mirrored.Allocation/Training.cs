using Mirrored.Keras;

namespace Mirrored.Allocation;

/// <summary>The MNIST model on made-up images, trained as <c>Fit</c> does.</summary>
internal sealed class Training : IDisposable
{
    /// <summary>Enough for both plans, and for every method on the way to be compiled.</summary>
    public const int WarmUpSteps = 100;

    public const int Steps = 1000;

    public const int GpuSteps = 60;

    private readonly MirroredStrategy _strategy;
    private readonly StepEngine _engine;
    private readonly Feed _feed;
    private readonly CallbackList _callbacks;
    private readonly RunningLogs _running;
    private readonly BatchLoop _loop;
    private readonly BatchCounter _counter;
    private int _epoch;

    /// <param name="devices">What to train on.</param>
    /// <param name="deterministic">Whether bits may not depend on the devices.</param>
    /// <param name="readsLogs">Whether a callback reads the loss after every step.</param>
    /// <param name="data">What to train on, see <see cref="Images.Of"/>.</param>
    public Training(IReadOnlyList<DeviceId> devices, bool deterministic, bool readsLogs, string data)
    {
        // Measured steps of either size come often enough to be recorded before it counts.
        _strategy = new MirroredStrategy(devices, new StrategyOptions { Deterministic = deterministic, MeasureStepsEvery = 5 });
        Sequential model = Compile(_strategy);
        _engine = model.Engine();
        _feed = Feed.Open(model, Images.Of(data), model.Compiled());
        var options = new FitOptions();
        _counter = new BatchCounter(readsLogs);
        _callbacks = new CallbackList(
            model, new HistoryParameters(Verbosity.Silent, 1, _feed.Steps), options, [_counter],
            options.Progress(Verbosity.Silent, _feed.Steps));
        _running = RunningLogs.Open(model, model.Compiled());
        _loop = new BatchLoop(model, _feed, StepMode.Train, _running, _callbacks, options.CancellationToken);
    }

    /// <summary>Trains whole epochs until at least so many steps are done; what does not end is one epoch.</summary>
    /// <returns>The number of steps.</returns>
    public int Run(int atLeast)
    {
        int first = _counter.Batches;
        int steps = 0;
        while (steps < atLeast)
        {
            if (_epoch == 0 || _feed.Steps is not null) _feed.Restart(_epoch++);
            _feed.MoveNext();
            steps += _loop.Run(most: _feed.Steps ?? atLeast);
        }

        _engine.Synchronize();
        return _counter.Batches - first == steps ? steps : throw new InvalidOperationException("A batch was not told.");
    }

    public void Dispose()
    {
        _running.Dispose();
        _callbacks.Dispose();
        _feed.Dispose();
        _strategy.Dispose();
    }

    private static Sequential Compile(MirroredStrategy strategy)
    {
        using IDisposable scope = strategy.Scope();
        var model = new Sequential(
            [
                new Dense(128, "relu", inputShape: Images.Pixels) { KernelRegularizer = "l2", KernelConstraint = "max_norm" },
                new Dropout(0.2), new Dense(10, "softmax"),
            ]);
        // Whatever an update can do, so that none of it allocates.
        var optimizer = new AdamW(new CosineDecay(0.001, 500), amsgrad: true) { ClipValue = 1, GlobalClipNorm = 5 };
        model.Compile(optimizer, loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }
}
