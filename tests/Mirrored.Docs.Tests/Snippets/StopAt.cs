namespace Mirrored.Docs.Tests;

/// <summary>The callback of docs/training.md.</summary>
internal sealed class StopAt(double accuracy) : Callback
{
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (logs.TryGetValue("val_accuracy", out double reached) && reached >= accuracy)
        {
            Output.WriteLine($"Epoch {epoch + 1}: accurate enough");
            Model.StopTraining = true;
        }
    }
}
