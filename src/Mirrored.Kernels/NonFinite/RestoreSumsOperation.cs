namespace Mirrored;

/// <summary>Leaves a skipped step out of the running sums of loss and metrics: where <see cref="StepState.Skip"/> is set the sums
/// become what was kept of them, and the step is counted; else what is kept becomes the sums.</summary>
internal sealed class RestoreSumsOperation : Operation
{
    /// <summary>The address of the running sums, float64.</summary>
    public required nint Sums { get; init; }

    /// <summary>The address of as many.</summary>
    public required nint Kept { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>The address of a <see cref="NonFiniteRecord"/>.</summary>
    public required nint Record { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [];

    /// <summary>Requires addresses.</summary>
    public void Check()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Sums);
        ArgumentOutOfRangeException.ThrowIfZero(Kept);
        ArgumentOutOfRangeException.ThrowIfZero(Record);
        ArgumentOutOfRangeException.ThrowIfNegative(Count);
    }
}
