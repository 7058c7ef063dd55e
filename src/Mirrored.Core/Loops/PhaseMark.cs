namespace Mirrored;

/// <summary>Marks where one phase of a custom loop's plan ends and the next begins; cut out of the plan.</summary>
internal sealed class PhaseMark : Operation
{
    private static readonly PlanTensor Border = new("border", 0, DType.Float32, MemoryRegion.Outputs);

    /// <summary>What the outside may write from here on.</summary>
    public IReadOnlyList<PlanTensor> Provided { get; init; } = [];

    public override IReadOnlyList<PlanTensor> Reads => [];

    // The border lies outside the arena: what writes there is never dropped as unread.
    public override IReadOnlyList<PlanTensor> Writes => [Border, .. Provided];
}
