namespace Mirrored.Keras.Tests;

/// <summary>Writes down which hooks are called.</summary>
internal sealed class Recorder : Callback
{
    public List<string> Calls { get; } = [];

    /// <summary>What to do at a hook beside writing it down.</summary>
    public Action<string>? At { get; init; }

    public override void OnTrainBegin() => Note("train begin");

    public override void OnTrainEnd(Logs logs) => Note($"train end {Names(logs)}");

    public override void OnEpochBegin(int epoch) => Note($"epoch begin {epoch}");

    public override void OnEpochEnd(int epoch, Logs logs) => Note($"epoch end {epoch} {Names(logs)}");

    public override void OnTrainBatchBegin(int batch) => Note($"batch begin {batch}");

    public override void OnTrainBatchEnd(int batch, Logs logs) => Note($"batch end {batch} {Names(logs)}");

    public override void OnTestBegin() => Note("test begin");

    public override void OnTestEnd(Logs logs) => Note($"test end {Names(logs)}");

    public override void OnTestBatchBegin(int batch) => Note($"test batch begin {batch}");

    public override void OnTestBatchEnd(int batch, Logs logs) => Note($"test batch end {batch}");

    public override void OnPredictBegin() => Note("predict begin");

    public override void OnPredictEnd() => Note("predict end");

    public override void OnPredictBatchBegin(int batch) => Note($"predict batch begin {batch}");

    public override void OnPredictBatchEnd(int batch, NDArray<float> outputs) => Note($"predict batch end {batch} {outputs.Shape}");

    private static string Names(Logs logs) => string.Join(",", logs.Names);

    private void Note(string call)
    {
        Calls.Add(call);
        At?.Invoke(call);
    }
}
