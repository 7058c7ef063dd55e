namespace Mirrored;

/// <summary>Sets every element of a float32 tensor to one value.</summary>
internal sealed class FillOperation : Operation
{
    public required PlanTensor Output { get; init; }

    public float Value { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
