using Mirrored.Keras;

namespace Mirrored.Docs.Tests;

internal sealed class BestSoFar : Callback
{
    private double _best = double.PositiveInfinity;

    public override void OnEpochEnd(int epoch, Logs logs) => _best = Math.Min(_best, logs["loss"]);

    protected override void SaveState(CallbackState state) => state.Numbers["best"] = _best;

    protected override void RestoreState(CallbackState state) => _best = state.Numbers["best"];
}
