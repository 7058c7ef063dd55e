using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The innermost loop of the matrix product: a tile of the output, held in registers over its terms.</summary>
internal static unsafe class TileKernel<TRow>
    where TRow : struct, ITileRow<TRow>
{
    /// <summary>Adds <paramref name="depth"/> terms to every sum of a tile, in ascending order.</summary>
    /// <param name="depth">Terms to add.</param>
    /// <param name="a">The left factor from the tile's first row on; its columns are the terms.</param>
    /// <param name="b">The right factor's first term of the tile's columns.</param>
    /// <param name="bStep">Elements from one term of the right factor to the next.</param>
    /// <param name="c">The tile's first element in the output.</param>
    /// <param name="cStep">Elements from one row of the output to the next.</param>
    /// <param name="first">True starts the sums at zero, false goes on from the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(int depth, in MatrixView a, float* b, nint bStep, float* c, nint cStep, bool first)
    {
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        TRow c6 = default, c7 = default, c8 = default, c9 = default, c10 = default, c11 = default;
        if (!first)
        {
            c0 = TRow.Load(c);
            c1 = TRow.Load(c + cStep);
            c2 = TRow.Load(c + 2 * cStep);
            c3 = TRow.Load(c + 3 * cStep);
            c4 = TRow.Load(c + 4 * cStep);
            c5 = TRow.Load(c + 5 * cStep);
            if (TRow.Height == 12)
            {
                c6 = TRow.Load(c + 6 * cStep);
                c7 = TRow.Load(c + 7 * cStep);
                c8 = TRow.Load(c + 8 * cStep);
                c9 = TRow.Load(c + 9 * cStep);
                c10 = TRow.Load(c + 10 * cStep);
                c11 = TRow.Load(c + 11 * cStep);
            }
        }

        // Pointers three rows apart reach every row with one index register, plain or doubled.
        nint rowStep = a.RowStep, termStep = a.ColumnStep;
        float* a0 = a.Start, a3 = a0 + 3 * rowStep, a6 = a0 + 6 * rowStep, a9 = a0 + 9 * rowStep;
        for (; depth > 0; depth--)
        {
            TRow right = TRow.Load(b);
            b += bStep;
            c0 = TRow.MultiplyAdd(a0, right, c0);
            c1 = TRow.MultiplyAdd(a0 + rowStep, right, c1);
            c2 = TRow.MultiplyAdd(a0 + 2 * rowStep, right, c2);
            a0 += termStep;
            c3 = TRow.MultiplyAdd(a3, right, c3);
            c4 = TRow.MultiplyAdd(a3 + rowStep, right, c4);
            c5 = TRow.MultiplyAdd(a3 + 2 * rowStep, right, c5);
            a3 += termStep;
            if (TRow.Height == 12)
            {
                c6 = TRow.MultiplyAdd(a6, right, c6);
                c7 = TRow.MultiplyAdd(a6 + rowStep, right, c7);
                c8 = TRow.MultiplyAdd(a6 + 2 * rowStep, right, c8);
                a6 += termStep;
                c9 = TRow.MultiplyAdd(a9, right, c9);
                c10 = TRow.MultiplyAdd(a9 + rowStep, right, c10);
                c11 = TRow.MultiplyAdd(a9 + 2 * rowStep, right, c11);
                a9 += termStep;
            }
        }

        TRow.Store(c, c0);
        TRow.Store(c + cStep, c1);
        TRow.Store(c + 2 * cStep, c2);
        TRow.Store(c + 3 * cStep, c3);
        TRow.Store(c + 4 * cStep, c4);
        TRow.Store(c + 5 * cStep, c5);
        if (TRow.Height == 12)
        {
            TRow.Store(c + 6 * cStep, c6);
            TRow.Store(c + 7 * cStep, c7);
            TRow.Store(c + 8 * cStep, c8);
            TRow.Store(c + 9 * cStep, c9);
            TRow.Store(c + 10 * cStep, c10);
            TRow.Store(c + 11 * cStep, c11);
        }
    }
}
