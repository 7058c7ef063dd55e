namespace Mirrored.Keras.Tests;

/// <summary>What cannot work says so at once, by a typed error that names the replica where there is one.</summary>
public sealed class LoopMisuseTests : IDisposable
{
    private readonly MirroredStrategy _strategy = new(Devices.Cpus(2), Loops.Deterministic());
    private readonly MirroredStrategy _elsewhere = new(Devices.Cpus(1));
    private readonly Sequential _model;
    private readonly Sequential _other;
    private readonly Sequential _uncompiled;
    private readonly Sequential _part;
    private readonly Sequential _foreign;
    private readonly DistributedBatch _batch;

    public LoopMisuseTests()
    {
        _model = Loops.Make(_strategy, "dropout");
        _other = Loops.Make(_strategy, "logits");
        _foreign = Loops.Make(_elsewhere, "logits");
        using IDisposable scope = _strategy.Scope();
        _part = new Sequential([new Dense(Loops.Classes, inputShape: Loops.Features)]);
        _uncompiled = new Sequential([_part]);
        _batch = _strategy.Distribute(Loops.Data(20)).First();
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "backward first", "ApplyGradients" },
        { "apply first", "call Backward first" },
        { "backward of an evaluation", "training: true" },
        { "gradient of an evaluation", "training: true" },
        { "backward behind the update", "call Forward again" },
        { "old predictions", "last Forward" },
        { "old gradient", "another was computed since" },
        { "reduce twice", "behind ReduceGradients" },
        { "backward of reduced", "behind ReduceGradients" },
        { "wrong rows", "the shard has" },
        { "wrong columns", "takes (" },
        { "not finite", "Replace what is not a finite number" },
        { "wrong labels", "there must be as many rows" },
        { "wrong classes", "is not a class" },
        { "wrong weights", "one for each of" },
        { "wrong gradient", "the predictions" },
        { "gradients of another number", "found 1 gradients" },
        { "another model's", "was given predictions of" },
        { "another strategy's", "Make the model in that one's scope" },
        { "a part", "is part of" },
        { "not compiled", "is not compiled" },
        { "nested", "Return from that one first" },
        { "fit", "in use by another thread" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Step_WithAMistake_ThrowsNamingReplicaAndRemedy(string mistake, string message)
    {
        string before = _model.WeightsSha256();

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => _strategy.Run(_batch, Make(mistake)));

        Assert.True(error.InnerException is ArgumentException or InvalidOperationException, error.ToString());
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("CPU:", error.Message, StringComparison.Ordinal);
        if (mistake != "backward behind the update") Assert.Equal(before, _model.WeightsSha256());
        Assert.True(Loops.Step(_strategy, _model, _batch) > 0); // And all works again.
    }

    [Fact]
    public void ModelCalls_OutsideOfRun_Throw()
    {
        Predictions? kept = null;
        LossValue? loss = null;
        _strategy.Run(_batch, (replica, shard) =>
        {
            Predictions p = _model.Forward(shard.X, training: true);
            LossValue value = _model.Loss!.Compute(shard.Y, p, 20);
            if (replica.ReplicaId == 0) (kept, loss) = (p, value);
        });

        Assert.Contains("strategy.Run", Assert.Throws<InvalidOperationException>(() => _model.Forward(_batch.Rows.X)).Message);
        Assert.Throws<InvalidOperationException>(_model.ApplyGradients);
        Assert.Throws<InvalidOperationException>(() => kept!.ToNDArray());
        Assert.Throws<InvalidOperationException>(() => loss!.Sum);
        Assert.Throws<InvalidOperationException>(() => _model.Backward(loss!.Gradient));
        Assert.Null(ReplicaContext.Current);
    }

    [Fact]
    public void Run_WithForeignOrNoBatch_Throws()
    {
        using MirroredStrategy other = new(Devices.Cpus(2));

        Assert.Contains("Distribute", Assert.Throws<ArgumentException>(() => other.Run(_batch, (_, _) => 0)).Message);
        Assert.Throws<ArgumentException>(() => _strategy.Distribute(new Batch(new NDArray<float>([], [0, 3]))));
        Assert.Throws<ArgumentException>(() => other.Reduce(ReduceOp.Sum, _strategy.Run(_ => 1.0)));
        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => _strategy.Run(_ => _model.Forward(_batch.Rows.X)));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public void GetMetricsResult_BeforeAnyStep_Throws() =>
        Assert.Contains("UpdateMetrics", Assert.Throws<InvalidOperationException>(() => _model.GetMetricsResult()).Message);

    [Fact]
    public void Labels_OfADatasetWithout_Throw()
    {
        DistributedBatch bare = _strategy.Distribute(new Batch(_batch.Rows.X));

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => _strategy.Run(bare, (_, shard) => shard.Y));

        Assert.Contains("no labels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposedStrategy_RefusesEverything()
    {
        DistributedDataset data = _strategy.Distribute(Loops.Data(20));
        _strategy.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _strategy.Run(_batch, (_, _) => 0));
        Assert.Throws<ObjectDisposedException>(() => _strategy.Run(_ => 0));
        Assert.Throws<ObjectDisposedException>(() => _strategy.Distribute(Loops.Data(20)));
        Assert.Throws<ObjectDisposedException>(() => data.First());
    }

    [Fact]
    public void FrozenModel_HasNoWayBack()
    {
        using IDisposable scope = _strategy.Scope();
        using Sequential frozen = new([new Dense(Loops.Classes, "softmax", inputShape: Loops.Features) { Trainable = false }]);
        frozen.Compile("sgd", "sparse_categorical_crossentropy");

        ReplicaFailedException error = Assert.Throws<ReplicaFailedException>(() => _strategy.Run(_batch, (_, shard) =>
            frozen.Backward(frozen.Loss!.Compute(shard.Y, frozen.Forward(shard.X, training: true), 20).Gradient)));

        Assert.Contains("Nothing in the model", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (Sequential model in new[] { _model, _other, _uncompiled, _foreign }) model.Dispose();
        _strategy.Dispose();
        _elsewhere.Dispose();
    }

    private Action<ReplicaContext, Shard> Make(string mistake) => (_, shard) =>
    {
        Predictions Forward(bool training = true) => _model.Forward(shard.X, training);
        LossGradient Gradient(Predictions p) => _model.Loss!.Compute(shard.Y, p, shard.GlobalCount).Gradient;
        switch (mistake)
        {
            case "backward first" or "apply first": _model.ApplyGradients(); break;
            case "backward of an evaluation": _model.Backward(Forward(false), shard.X); break;
            case "gradient of an evaluation": _model.Backward(Gradient(Forward(false))); break;
            case "backward behind the update":
                Predictions p = Forward();
                _model.Backward(Gradient(p));
                _model.ApplyGradients();
                _model.Backward(Gradient(p));
                break;
            case "old predictions":
                Predictions old = Forward();
                Forward();
                Gradient(old);
                break;
            case "old gradient":
                Predictions two = Forward();
                LossGradient first = Gradient(two);
                Gradient(two);
                _model.Backward(first);
                break;
            case "reduce twice" or "backward of reduced":
                Predictions again = Forward();
                _model.Backward(Gradient(again));
                _model.ReduceGradients();
                if (mistake == "reduce twice") _model.ReduceGradients();
                else _model.Backward(Gradient(again));
                break;
            case "wrong rows": _model.Forward(shard.X.Rows(0, shard.Count - 1)); break;
            case "wrong columns": _model.Forward(new NDArray<float>(new float[shard.Count], [shard.Count, 1])); break;
            case "not finite":
                _model.Forward(new NDArray<float>([.. shard.X.ToArray().Select(_ => float.NaN)], shard.X.Shape));
                break;
            case "wrong labels": _model.Loss!.Compute(new int[] { 1 }, Forward(), 20); break;
            case "wrong classes": _model.UpdateMetrics(Enumerable.Repeat(7, shard.Count).ToArray(), Forward()); break;
            case "wrong weights": _model.Loss!.Compute(shard.Y, Forward(), 20, new float[] { 1 }); break;
            case "wrong gradient": _model.Backward(Forward(), shard.X); break;
            case "gradients of another number": _model.SetGradients([shard.X]); break;
            default: MakeOfModels(mistake, shard, Forward()); break;
        }
    };

    private void MakeOfModels(string mistake, Shard shard, Predictions predictions)
    {
        switch (mistake)
        {
            case "nested": _strategy.Run(_ => 0); break;
            case "fit": _model.Fit(Loops.Data(20), verbose: Verbosity.Silent); break;
            case "another strategy's": _foreign.Forward(shard.X); break;
            case "a part": _part.Forward(shard.X); break;
            case "not compiled": _uncompiled.Forward(shard.X, training: true); break;
            case "another model's": _other.UpdateMetrics(shard.Y, predictions); break;
            default: Assert.Fail($"There is no mistake '{mistake}'."); break;
        }
    }
}
