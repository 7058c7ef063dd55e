namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>How many training steps were left out, since the model was compiled, because the loss or a gradient was NaN or infinite;
    /// waits for the queued steps. 0 unless <see cref="StrategyOptions.NonFinite"/> is <see cref="NonFinitePolicy.Skip"/>.</summary>
    /// <remarks>With that policy <c>Fit</c> also reports them of each epoch, as <c>skipped_steps</c>.</remarks>
    /// <exception cref="InvalidOperationException">Another thread uses the model's strategy.</exception>
    public long SkippedSteps
    {
        get
        {
            using IDisposable use = Strategy.Use();
            return _engine?.ReadSkippedSteps() ?? 0;
        }
    }
}
