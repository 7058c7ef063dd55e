namespace Mirrored;

/// <summary>What becomes of a row's numbers.</summary>
internal enum RowFunction
{
    /// <summary>Their sum: one chain of additions from the first column to the last, beginning at +0.</summary>
    Sum = 0,

    /// <summary>The largest; NaN if there is one, minus infinity of none, and +0 rather than -0.</summary>
    Maximum = 1,
}
