using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>Multiplies a panel, some rows of the left factor, with a block of the right factor.</summary>
internal static unsafe class PanelProduct<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Terms that one tile adds before the next one is due: so much of the left factor's rows, twelve at most,
    /// stays in the L1 cache while they meet all columns of the block.</summary>
    private const int MaxDepth = 256;

    /// <summary>Steps by a multiple of so many elements (1 KiB) fall on few sets of an L1 cache.</summary>
    private const int CrowdedStep = 256;

    /// <summary>Tiles of columns that repay copying a left factor with such a step.</summary>
    private const int WorthCopying = 5;

    private static int Height => WideTileRow<TSimd, TFloat, TInt>.Height;

    private static int Width => WideTileRow<TSimd, TFloat, TInt>.Width;

    /// <summary>Adds the products of the block's terms to the panel's sums.</summary>
    /// <param name="left">The left factor from the panel's first row and the block's first term on.</param>
    /// <param name="rows">The panel's rows.</param>
    /// <param name="right">The right factor, its current block ready.</param>
    /// <param name="output">The output from the panel's first row and the block's first column on.</param>
    [SkipLocalsInit]
    public static void MultiplyAdd(MatrixView left, int rows, RightFactor<TSimd, TFloat, TInt> right, MatrixView output)
    {
        float* copy = stackalloc float[MaxDepth * Height];
        bool transposed = left.RowStep == 1;
        bool crowded = transposed && left.ColumnStep % CrowdedStep == 0 && right.Columns > (WorthCopying - 1) * Width;
        nint cStep = output.RowStep;
        int term = 0;
        do
        {
            int depth = Math.Min(MaxDepth, right.Terms - term);
            bool first = right.FirstTerm + term == 0;
            for (int row = 0; row < rows; row += Height)
            {
                int height = Math.Min(Height, rows - row);
                MatrixView a = left.From(row, term);

                // Rows that do not exist must not be read, unless they are a few elements past the last column.
                if (crowded || (height < Height && !transposed)) a = CopyLeft(copy, a, height, depth);
                for (int column = 0; column < right.Columns; column += Width)
                {
                    int width = right.WidthAt(column), columns = Math.Min(width, right.Columns - column);
                    float* b = right.Tile(term, column), c = output.Start + row * cStep + column;
                    nint bStep = right.Step(column);
                    if (height < Height || columns < width)
                        MultiplyAddEdge(depth, a, height, b, bStep, columns, c, cStep, first);
                    else if (width == Width)
                        TileKernel<WideTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, b, bStep, c, cStep, first);
                    else
                        TileKernel<NarrowTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, b, bStep, c, cStep, first);
                }
            }

            term += depth;
        }
        while (term < right.Terms);
    }

    /// <summary>Computes a whole tile aside and stores the part of it that lies in the output.</summary>
    [SkipLocalsInit]
    private static void MultiplyAddEdge(
        int depth, in MatrixView a, int rows, float* b, nint bStep, int columns, float* c, nint cStep, bool first)
    {
        float* tile = stackalloc float[Height * Width];
        if (!first) Copy(tile, Width, c, cStep, rows, columns);
        if (columns > TSimd.Width)
            TileKernel<WideTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, b, bStep, tile, Width, first);
        else
            TileKernel<NarrowTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, b, bStep, tile, Width, first);
        Copy(c, cStep, tile, Width, rows, columns);
    }

    private static void Copy(float* to, nint toStep, float* from, nint fromStep, int rows, int columns)
    {
        for (; rows > 0; rows--, from += fromStep, to += toStep)
            new ReadOnlySpan<float>(from, columns).CopyTo(new Span<float>(to, columns));
    }

    /// <summary>Copies a tile's rows of the left factor, term after term; missing rows become zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static MatrixView CopyLeft(float* destination, MatrixView source, int rows, int depth)
    {
        float* from = source.Start, to = destination;
        if (rows < Height) new Span<float>(destination, depth * Height).Clear();
        if (source.RowStep == 1 && rows == Height)
        {
            for (int term = 0; term < depth; term++, from += source.ColumnStep, to += Height)
            {
                Vector128.Load(from).Store(to);
                if (Height == 12) Vector128.Load(from + 4).Store(to + 4);
                Vector128.Load(from + Height - 4).Store(to + Height - 4);
            }
        }
        else
        {
            for (int row = 0; row < rows; row++, from += source.RowStep)
                for (int term = 0; term < depth; term++) to[term * Height + row] = from[term * source.ColumnStep];
        }

        return new MatrixView(destination, 1, Height);
    }
}
