namespace Mirrored.Keras;

internal static class LearningRates
{
    /// <summary>Refuses what is not a finite float32 of at least 0.</summary>
    public static void Check(double learningRate, string parameter)
    {
        if (!float.IsFinite((float)learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(parameter, learningRate, "A learning rate is a finite float32 of at least 0.");
    }
}
