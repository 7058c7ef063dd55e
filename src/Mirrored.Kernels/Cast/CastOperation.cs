namespace Mirrored;

/// <summary>Numbers of another type: int32 to float32, rounded to nearest, or float32 to int32, towards zero.</summary>
/// <remarks>A float32 outside the range of int32, NaN included, becomes any int32: labels are checked before.</remarks>
internal sealed class CastOperation : Operation
{
    /// <summary>Int32 or float32, any shape.</summary>
    public required PlanTensor Input { get; init; }

    /// <summary>The other type, as many elements.</summary>
    public required PlanTensor Output { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];

    /// <summary>Checks both tensors.</summary>
    public void RequireTypes()
    {
        DType output = Input.DType == DType.Int32 ? DType.Float32 : DType.Int32;
        this.Require(Input, output == DType.Int32 ? DType.Float32 : DType.Int32, Input.Shape.Length);
        this.Require(Output, output, Input.Shape.Length);
    }
}
