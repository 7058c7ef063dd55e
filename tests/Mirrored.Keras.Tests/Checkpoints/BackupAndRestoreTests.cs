namespace Mirrored.Keras.Tests;

public sealed class BackupAndRestoreTests : CheckpointTestBase
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    [InlineData(7, 8)]
    public void Fit_Interrupted_GoesOnAsIfNothingHadHappened(int step, int replicas)
    {
        Sequential undisturbed = NewModel();
        History expected = Fit(undisturbed, 3);
        FitUntil(NewModel(replicas: 2), step, Backup(saveFreq: 100));
        BackupAndRestore backup = Backup(saveFreq: 100);
        Sequential resumed = NewModel(replicas);

        History history = Fit(resumed, 3, backup);

        Assert.Equal(step, backup.ResumedFrom!.Step);
        Assert.Equal(undisturbed.WeightsSha256(), resumed.WeightsSha256());
        Assert.Equal(expected.Epoch, history.Epoch);
        foreach (string name in expected.Metrics.Keys) Assert.Equal(expected[name], history[name]);
    }

    [Fact]
    public void Fit_Finished_RunsNoStepAgainAndMoreWhenAskedFor()
    {
        Sequential undisturbed = NewModel();
        Fit(undisturbed, 4);
        Fit(NewModel(), 2, Backup());
        Sequential again = NewModel();
        int steps = 0;

        History history = Fit(again, 2, Backup(), new LambdaCallback(onBatchEnd: (_, _) => steps++));

        Assert.Equal(0, steps);
        Assert.Equal([0, 1], history.Epoch);
        Sequential more = NewModel();
        Fit(more, 4, Backup());
        Assert.Equal(undisturbed.WeightsSha256(), more.WeightsSha256());
    }

    [Fact]
    public void Fit_ByDefault_RemovesTheCheckpointsAtTheEnd()
    {
        BackupAndRestore backup = new(Path.Combine(Folder, "c"), saveFreq: 2);

        Fit(NewModel(), 1, backup, new LambdaCallback(onBatchEnd: (batch, _) => Assert.True(batch < 4 || backup.Saves == 2)));

        Assert.Equal(2, backup.Saves);
        Assert.Empty(Directory.EnumerateDirectories(backup.BackupDir));
    }

    [Fact]
    public void Fit_NotToResume_StartsAfresh()
    {
        Sequential undisturbed = NewModel();
        Fit(undisturbed, 1);
        Fit(NewModel(), 2, Backup());
        Sequential afresh = NewModel();
        BackupAndRestore backup = new(Path.Combine(Folder, "c"), deleteCheckpoint: false) { Resume = false };

        Fit(afresh, 1, backup);

        Assert.Null(backup.ResumedFrom);
        Assert.Equal(undisturbed.WeightsSha256(), afresh.WeightsSha256());
    }

    [Fact]
    public void Fit_EarlyStopped_StaysStopped()
    {
        EarlyStopping first = new("loss", minDelta: 100, patience: 1), second = new("loss", minDelta: 100, patience: 1);
        Fit(NewModel(), 9, Backup(), first);

        History history = Fit(NewModel(), 9, Backup(), second);

        Assert.Equal(first.StoppedEpoch, second.StoppedEpoch);
        Assert.Equal(first.StoppedEpoch + 1, history.Epoch.Count);
    }

    [Fact]
    public void Fit_OtherData_IsRefused()
    {
        FitUntil(NewModel(), 2, Backup());
        NDArray<float> x = new(new float[30], [10, 3]);

        CheckpointMismatchException refusal = Assert.Throws<CheckpointMismatchException>(() => NewModel().Fit(
            x, new NDArray<int>(new int[10], 10), batchSize: 5, verbose: Verbosity.Silent, callbacks: [Backup()]));

        Assert.Contains("batches of 8 rows; expected 5", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_CSVLogger_WritesEveryEpochOnce()
    {
        string Csv(string name, Action<CSVLogger> fit)
        {
            string path = Path.Combine(Folder, name);
            fit(new CSVLogger(path));
            return File.ReadAllText(path);
        }

        string expected = Csv("one.csv", log => Fit(NewModel(), 4, log));
        string found = Csv("two.csv", log =>
        {
            // As if the third epoch had ended behind the checkpoint.
            FitUntil(NewModel(), 12, log, Backup(saveFreq: 100));
            File.AppendAllText(Path.Combine(Folder, "two.csv"), "2,0.5,0.5\r\n");
            Fit(NewModel(), 4, new CSVLogger(Path.Combine(Folder, "two.csv")), Backup(saveFreq: 100));
        });

        Assert.Equal(expected, found);
    }

    [Fact]
    public void Fit_OwnCallback_GetsBackWhatItNoted()
    {
        Counter first = new(), second = new();
        FitUntil(NewModel(), 7, first, Backup());

        Fit(NewModel(), 2, second, Backup());

        Assert.Equal(7, first.Steps);
        Assert.Equal(10, second.Steps);
        Assert.Equal("step 7", second.Said);
        Assert.Equal([1.5f, 2.5f], second.Array!.ToArray());
    }

    [Fact]
    public void Fit_DiskFails_ThrowsAtTheNextSave()
    {
        FailingStorage storage = new();
        BackupAndRestore backup = new(Path.Combine(Folder, "c"), saveFreq: 2) { Storage = storage };
        int steps = 0;

        CheckpointException problem = Assert.Throws<CheckpointException>(
            () => Fit(NewModel(), 5, backup, new LambdaCallback(onBatchEnd: (_, _) => steps++)));

        Assert.Contains("No space left", problem.Message, StringComparison.Ordinal);
        Assert.Equal(4, steps);
    }

    [Fact]
    public void Fit_HookThrows_IsNotHiddenByTheDisk()
    {
        BackupAndRestore backup = new(Path.Combine(Folder, "c"), saveFreq: 2) { Storage = new FailingStorage() };

        Assert.Throws<NotImplementedException>(() => Fit(NewModel(), 5, backup, new LambdaCallback(onBatchBegin: batch =>
        {
            if (batch == 2) throw new NotImplementedException();
        })));

        Assert.Contains("No space left", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_TwoOfThem_AreRefused() => Assert.Throws<ArgumentException>(() => Fit(NewModel(), 1, Backup(), Backup()));

    private BackupAndRestore Backup(int? saveFreq = null) => new(Path.Combine(Folder, "c"), saveFreq, deleteCheckpoint: false);

    private sealed class Counter : Callback
    {
        public int Steps { get; private set; }

        public string? Said { get; private set; }

        public NDArray<float>? Array { get; private set; }

        public override void OnTrainBatchEnd(int batch, Logs logs) => Steps++;

        protected internal override void SaveState(CallbackState state)
        {
            state.Numbers["steps"] = Steps;
            state.Texts["said"] = $"step {Steps}";
            state.Arrays["array"] = new NDArray<float>([1.5f, 2.5f], 2);
        }

        protected internal override void RestoreState(CallbackState state) =>
            (Steps, Said, Array) = ((int)state.Numbers["steps"], state.Texts["said"], state.Arrays["array"]);
    }
}
