namespace Mirrored;

/// <summary>What a step is for.</summary>
internal enum StepMode
{
    /// <summary>Forward, loss, backward, exchange, update.</summary>
    Train,

    /// <summary>Forward, loss and metrics.</summary>
    Evaluate,

    /// <summary>Forward only; the predictions are copied out.</summary>
    Predict,
}
