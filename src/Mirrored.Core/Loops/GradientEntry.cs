namespace Mirrored;

/// <summary>Where a gradient enters a model from the end.</summary>
[Flags]
internal enum GradientEntry
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>At the predictions.</summary>
    Predictions = 1,

    /// <summary>At what the predictions come straight from by softmax or sigmoid; losses that can, as in <c>Fit</c>, pass over it.</summary>
    Logits = 2,
}
