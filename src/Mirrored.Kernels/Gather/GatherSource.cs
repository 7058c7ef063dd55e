namespace Mirrored;

/// <summary>Which of the arrays that a <see cref="StepFeed"/> names rows are picked from.</summary>
internal enum GatherSource
{
    /// <summary><see cref="StepFeed.Features"/>.</summary>
    Features,

    /// <summary><see cref="StepFeed.Labels"/>.</summary>
    Labels,

    /// <summary><see cref="StepFeed.Weights"/>.</summary>
    Weights,
}
