namespace Mirrored;

/// <summary>What the loss of each row counts in the whole loss: <c>output_i = scale_i</c>; the backward pass starts there.</summary>
/// <remarks>Losses of the library multiply by the scale themselves, so this runs only before a loss made of other operations.</remarks>
internal sealed class LossGradientOperation : Operation
{
    public required LossScale Scale { get; init; }

    /// <summary><c>(rows)</c>, float32.</summary>
    public required PlanTensor Output { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => Scale.Weights is null ? [] : [Scale.Weights];

    public override IReadOnlyList<PlanTensor> Writes => [Output];
}
