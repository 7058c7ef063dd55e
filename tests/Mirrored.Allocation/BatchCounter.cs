using Mirrored.Keras;

namespace Mirrored.Allocation;

/// <summary>A callback as a user writes it: counts batches, and reads the loss if it is told to.</summary>
internal sealed class BatchCounter(bool readsLogs) : Callback
{
    public int Batches { get; private set; }

    public double Loss { get; private set; }

    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        Batches++;
        if (readsLogs) Loss = logs["loss"];
    }
}
