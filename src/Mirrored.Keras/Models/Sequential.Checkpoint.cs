namespace Mirrored.Keras;

// What checkpoints need to know of a model besides its weights.
public sealed partial class Sequential
{
    /// <summary>How many epochs were begun, over all calls of <c>Fit</c>.</summary>
    internal int EpochsSeen
    {
        get => _epochsSeen;
        set => _epochsSeen = value;
    }

    /// <summary>Keeps other threads from using the model until the result is disposed, and makes its own engine's weights current.
    /// </summary>
    internal IDisposable UseForCheckpoint()
    {
        IDisposable use = Strategy.Use();
        try
        {
            if (!_isTraining) PullWeights();
            return use;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Gives weights that were restored to the model that this one is part of.</summary>
    internal void ShareWeights()
    {
        if (!_isTraining) PushWeights();
    }
}
