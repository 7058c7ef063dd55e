using System.Runtime.InteropServices;
using Mirrored.Keras;

namespace Mirrored.Docs.Tests;

/// <summary>The code in docs/checkpoints.md; compiled, not run.</summary>
internal static class CheckpointsProgram
{
    public static void Fit(Sequential model, Dataset<Batch> dataset, NDArray<float> xTest, NDArray<int> yTest)
    {
        model.Fit(
            dataset, epochs: 100, validationData: (xTest, yTest),
            callbacks: [new EarlyStopping(patience: 5), new BackupAndRestore("checkpoints", saveFreq: 500)]);
    }

    public static int Stop(Sequential model, Dataset<Batch> dataset, BackupAndRestore backup)
    {
        using CancellationTokenSource stop = new();
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = !stop.IsCancellationRequested; // A second one ends the process at once.
            stop.Cancel();
        });
        try
        {
            model.Fit(dataset, epochs: 100, callbacks: [backup], options: new FitOptions { CancellationToken = stop.Token });
        }
        catch (OperationCanceledException)
        {
            return 75; // Saved: run it again.
        }

        return 0;
    }

    public static void Loop(Sequential model, NDArray<float> x, NDArray<int> y)
    {
        using CheckpointManager manager = new("checkpoints", keep: 3);
        CheckpointInfo? from = manager.Restore(model); // Null when there is none.
        for (long step = from?.Step ?? 0; step < 1000; step++)
        {
            model.TrainOnBatch(x, y);
            if (step % 100 == 99) manager.SaveAsync(model);
        }
    }
}
