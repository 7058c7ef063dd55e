namespace Mirrored.Core.Tests;

/// <summary>Updates for programs that need one.</summary>
internal static class TestUpdates
{
    /// <summary>Steps scaled by running means of the gradient and of its square.</summary>
    public static ModelUpdate Moments()
    {
        UpdateBuilder update = new();
        UpdateValue m = update.Slot("m"), v = update.Slot("v");
        update.Assign(m, 0.9 * m + 0.1 * update.Gradient);
        update.Assign(v, 0.999 * v + 0.001 * update.Gradient * update.Gradient);
        update.Assign(update.Weight, update.Weight - update.LearningRate * m / (UpdateValue.Sqrt(v) + 1e-7));
        return new ModelUpdate(update);
    }
}
