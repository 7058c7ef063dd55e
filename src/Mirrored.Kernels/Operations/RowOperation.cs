namespace Mirrored;

/// <summary>An operation whose row <c>i</c> of output depends on row <c>i</c> of its inputs alone.</summary>
/// <remarks>Such operations can be folded into the row panels of the matrix product before or after them.</remarks>
internal abstract class RowOperation : Operation
{
    /// <summary>The number of rows that it works on.</summary>
    public abstract int Rows { get; }

    /// <summary>Those of <see cref="Operation.Reads"/> that every row needs whole, such as a bias.</summary>
    public virtual IReadOnlyList<PlanTensor> Shared => [];
}
