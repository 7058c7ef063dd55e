namespace Mirrored;

/// <summary>Two tensors, element by element: <c>output = f(a, b)</c>.</summary>
/// <remarks>One rounding per element. May work in place on either operand that has the output's shape.</remarks>
internal sealed class BinaryOperation : RowOperation
{
    public required BinaryFunction Function { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor A { get; init; }

    /// <summary>As many elements as <see cref="Broadcast"/> says; null for a scalar.</summary>
    public PlanTensor? B { get; init; }

    /// <summary>The second operand where it is a scalar.</summary>
    public float Value { get; init; }

    public Broadcast Broadcast { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public override int Rows => Output.Rows;

    public override IReadOnlyList<PlanTensor> Shared => Broadcast == Broadcast.Row ? [B!] : [];

    public override IReadOnlyList<PlanTensor> Reads => B is null ? [A] : [A, B];

    public override IReadOnlyList<PlanTensor> Writes => [Output];

    /// <summary>Fails when a tensor has another number of elements than the rule needs.</summary>
    public void RequireShapes()
    {
        int rows = Output.Rows, columns = Output.RowLength;
        this.Require(Output, DType.Float32, rows, columns);
        this.Require(A, DType.Float32, rows, columns);
        if (B is null)
        {
            if (Broadcast != Broadcast.Scalar) throw new ArgumentException($"{Name}: the second operand is null.");
            return;
        }

        if (Broadcast == Broadcast.None) this.Require(B, DType.Float32, rows, columns);
        else this.Require(B, DType.Float32, Broadcast == Broadcast.Row ? columns : rows);
    }
}
