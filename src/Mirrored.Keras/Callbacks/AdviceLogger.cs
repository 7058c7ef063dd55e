namespace Mirrored.Keras;

/// <summary>Says once in a training run what holds it back: after the first epoch of which enough steps were measured.</summary>
internal sealed class AdviceLogger(TextWriter output) : Callback
{
    private bool _isDone;

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_isDone || Model.StepBreakdown is not { } times) return;
        _isDone = true;
        if (times.Advice is { } advice) output.WriteLine(advice);
    }
}
