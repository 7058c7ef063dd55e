namespace Mirrored;

/// <summary>Keeps the <c>k</c> largest numbers of each row, of equal ones the first; the others become minus infinity.</summary>
internal sealed class TopKOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Input { get; init; }

    public required int K { get; init; }

    /// <summary><c>(rows, n)</c>; not the input.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Input.Rows;

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [Output];

    /// <summary>Checks both tensors.</summary>
    public void RequireShapes()
    {
        this.Require(Input, DType.Float32, Rows, Input.RowLength);
        this.Require(Output, DType.Float32, Rows, Input.RowLength);
    }
}
