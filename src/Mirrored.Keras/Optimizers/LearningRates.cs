namespace Mirrored.Keras;

internal static class LearningRates
{
    /// <summary>Refuses what is not a finite number of at least 0.</summary>
    public static void Check(double learningRate, string parameter)
    {
        if (!double.IsFinite(learningRate) || learningRate < 0)
            throw new ArgumentOutOfRangeException(parameter, learningRate, "A learning rate is a finite number of at least 0.");
    }
}
