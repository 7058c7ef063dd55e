namespace Mirrored;

/// <summary>Matrix product: <c>output = op(a) op(b)</c>, where <c>op</c> transposes or does nothing.</summary>
/// <remarks>Tensors of higher rank count as matrices of <see cref="PlanTensor.Rows"/> by <see cref="PlanTensor.RowLength"/>.
/// Every element of the output is one chain of fused multiply-adds over <c>k</c> from 0 upwards, starting at zero:
/// its bits depend neither on tiles nor on threads nor on the vector width.</remarks>
internal sealed class MatMulOperation : Operation
{
    /// <summary>The left factor: <c>(m, k)</c>, or <c>(k, m)</c> when <see cref="TransposeA"/>.</summary>
    public required PlanTensor A { get; init; }

    /// <summary>The right factor: <c>(k, n)</c>, or <c>(n, k)</c> when <see cref="TransposeB"/>.</summary>
    public required PlanTensor B { get; init; }

    /// <summary>The product, <c>(m, n)</c>.</summary>
    public required PlanTensor Output { get; init; }

    public bool TransposeA { get; init; }

    public bool TransposeB { get; init; }

    /// <summary>Row operations that produce rows of <see cref="A"/>, run on each panel of rows just before it is used.
    /// Only without <see cref="TransposeA"/>.</summary>
    public IReadOnlyList<RowOperation> Before { get; init; } = [];

    /// <summary>Row operations on the finished rows of <see cref="Output"/>, run while they are still in the cache.</summary>
    public IReadOnlyList<RowOperation> After { get; init; } = [];

    /// <summary>Rows of the output.</summary>
    public int M => TransposeA ? A.RowLength : A.Rows;

    /// <summary>Columns of the output.</summary>
    public int N => TransposeB ? B.Rows : B.RowLength;

    /// <summary>Terms of each sum.</summary>
    public int K => TransposeA ? A.Rows : A.RowLength;

    public override IReadOnlyList<PlanTensor> Reads =>
        [A, B, .. Before.SelectMany(o => o.Reads), .. After.SelectMany(o => o.Reads)];

    public override IReadOnlyList<PlanTensor> Writes =>
        [Output, .. Before.SelectMany(o => o.Writes), .. After.SelectMany(o => o.Writes)];
}
