using System.Runtime.CompilerServices;

namespace Mirrored.Keras.Tests;

/// <summary>Disposing while somebody trains ends the training at a step and frees memory only then.</summary>
public sealed class DisposeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dataset<Batch> _batches;

    public DisposeTests()
    {
        (NDArray<float> x, NDArray<byte> y) = TestData.Images(64, 64, 10);
        _batches = Dataset.FromTensorSlices(x, y).Batch(8);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dispose_WhileAnotherThreadTrains_EndsItAtAStep(bool wholeStrategy)
    {
        MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = TestData.Mlp(strategy), other = TestData.Mlp(strategy);
        Task<History> fit = model.FitAsync(
            _batches, epochs: int.MaxValue, options: Started(out Task started), cancellationToken: TestContext.Current.CancellationToken);
        await started.WaitAsync(Limit, TestContext.Current.CancellationToken);

        if (wholeStrategy) strategy.Dispose();
        else model.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => fit.WaitAsync(Limit, TestContext.Current.CancellationToken));
        if (!wholeStrategy) other.Fit(_batches, verbose: Verbosity.Silent);
        strategy.Dispose();
    }

    [Fact]
    public async Task Dispose_AnotherModelWhileOneTrains_DoesNotDisturbIt()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = TestData.Mlp(strategy), other = TestData.Mlp(strategy);
        other.GetWeights();
        using CancellationTokenSource stop = new();
        Task<History> fit = model.FitAsync(_batches, int.MaxValue, options: Started(out Task started), cancellationToken: stop.Token);
        await started.WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => model.Add(new Dropout(0.1)));
        stop.CancelAfter(TimeSpan.FromMilliseconds(100));
        other.Dispose();

        OperationCanceledException end = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fit.WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(stop.Token, end.CancellationToken);
    }

    [Fact]
    public void Dispose_InsideFit_EndsIt()
    {
        MirroredStrategy strategy = new(Devices.Cpus(2));
        Sequential model = TestData.Mlp(strategy);
        using Notifier writer = new(strategy.Dispose);

        Assert.Throws<ObjectDisposedException>(() => model.Fit(_batches, 5, options: new FitOptions { Output = writer }));
    }

    [Fact]
    public void Fit_OutputThrows_LeavesTheModelUsable()
    {
        using MirroredStrategy strategy = new(Devices.Cpus(2));
        using Sequential model = TestData.Mlp(strategy);
        using Notifier writer = new(() => throw new IOException("pipe closed"));

        Assert.Throws<IOException>(() => model.Fit(_batches, 5, options: new FitOptions { Output = writer }));

        Assert.Single(model.Fit(_batches, verbose: Verbosity.Silent).Epoch);
    }

    [Fact]
    public void Finalize_ModelMadeOutsideAnyScopeAndDropped_EndsItsThread()
    {
        ReplicaGroup group = Drop();

        for (int i = 0; i < 10 && !group.Replicas[0].Join(TimeSpan.FromMilliseconds(200)); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(group.Replicas[0].Join(TimeSpan.Zero));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReplicaGroup Drop()
    {
        Sequential model = new([new Dense(10, "softmax", inputShape: 64)]);
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.GetWeights();
        return model.Strategy.Group;
    }

    /// <summary>Options whose output tells when the first line comes: training is about to begin.</summary>
    private static FitOptions Started(out Task started)
    {
        TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        started = source.Task;
        return new FitOptions { Output = new Notifier(() => source.TrySetResult()) };
    }

    private sealed class Notifier(Action notify) : StringWriter
    {
        public override void WriteLine(string? value) => notify();
    }
}
