namespace Mirrored.Keras;

/// <summary>How the losses of a batch become the one number that training makes small.</summary>
public enum Reduction
{
    /// <summary>Their mean over the global batch, whatever the number of replicas: Keras's <c>SUM_OVER_BATCH_SIZE</c> and
    /// <c>AUTO</c>. Weighted losses are divided by the number of losses too, not by the sum of weights.</summary>
    SumOverBatchSize = 0,

    /// <summary>Their sum: gradients grow with the batch. What is reported is the mean over batches of these sums, each
    /// batch counting as often as it has rows.</summary>
    Sum = 1,

    /// <summary>None: training follows the gradient of the sum, and what is reported is the mean, as in Keras's <c>fit</c>.</summary>
    None = 2,
}
