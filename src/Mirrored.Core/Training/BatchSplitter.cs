namespace Mirrored;

/// <summary>Cuts a global batch into contiguous pieces whose sizes differ by at most one, the larger ones first.</summary>
/// <remarks>Pieces of zero rows are normal: five rows on eight replicas are <c>1 1 1 1 1 0 0 0</c>.</remarks>
internal static class BatchSplitter
{
    /// <summary>The rows of one piece.</summary>
    /// <param name="rows">Rows of the whole.</param>
    /// <param name="pieces">How many pieces.</param>
    /// <param name="piece">Which one, from 0.</param>
    public static (int Start, int Count) Slice(int rows, int pieces, int piece)
    {
        (int size, int larger) = Math.DivRem(rows, pieces);
        return (piece * size + Math.Min(piece, larger), size + (piece < larger ? 1 : 0));
    }
}
