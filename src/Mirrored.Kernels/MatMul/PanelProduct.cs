using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>Multiplies some rows of the left factor with a packed block of the right one.</summary>
internal static unsafe class PanelProduct<TSimd, TFloat, TInt>
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>Terms that a tile adds up before the next tile's turn: so much of the left factor stays in the L1 cache.</summary>
    public static int DepthStep = 256;

    /// <summary>Columns that are computed for all rows of a panel before the next ones: so much of the right factor, times
    /// <see cref="DepthStep"/>, stays in the L2 cache.</summary>
    public static int ColumnStep = 256;
    public static bool PackT, PackN;

    private static int Height => WideTileRow<TSimd, TFloat, TInt>.Height;

    private static int Width => WideTileRow<TSimd, TFloat, TInt>.Width;

    [SkipLocalsInit]
    public static void MultiplyAdd(
        MatrixView left, int firstRow, int rows, int firstTerm, PackedRight<TSimd, TFloat, TInt> right, float* output, nint outputStep)
    {
        float* packedLeft = stackalloc float[DepthStep * 12 + 16];
        packedLeft = (float*)(((nint)packedLeft + 63) & ~(nint)63);
        float* edge = stackalloc float[12 * Width];
        for (int column = 0; column < right.Columns; column += ColumnStep)
        {
            int endColumn = Math.Min(right.Columns, column + ColumnStep);
            int term = 0;
            do
            {
                int depth = Math.Min(DepthStep, right.Terms - term);
                bool first = firstTerm + term == 0;
                for (int row = 0; row < rows; row += Height)
                {
                    int tileRows = Math.Min(Height, rows - row);
                    float* a = left.At(firstRow + row, firstTerm + term);
                    nint rowStep = left.RowStep, termStep = left.ColumnStep;
                    if ((tileRows < Height && rowStep != 1) || (left.RowStep == 1 ? PackT : PackN))
                    {
                        PackLeft(packedLeft, a, rowStep, termStep, tileRows, depth);
                        a = packedLeft;
                        rowStep = 1;
                        termStep = Height;
                    }

                    for (int j = column; j < endColumn; j += Width)
                    {
                        int width = right.WidthAt(j);
                        float* b = right.At(term, j, width);
                        float* c = output + row * outputStep + j;
                        int tileColumns = Math.Min(width, right.Columns - j);
                        bool whole = tileRows == Height && tileColumns == width;
                        float* target = whole ? c : edge;
                        nint targetStep = whole ? outputStep : width;
                        if (!whole && !first) Copy(edge, width, c, outputStep, tileRows, tileColumns);
                        if (width == Width)
                            TileKernel<WideTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, rowStep, termStep, b, right.Step(width), target, targetStep, first);
                        else
                            TileKernel<NarrowTileRow<TSimd, TFloat, TInt>>.MultiplyAdd(depth, a, rowStep, termStep, b, right.Step(width), target, targetStep, first);
                        if (!whole) Copy(c, outputStep, edge, width, tileRows, tileColumns);
                    }
                }

                term += depth;
            }
            while (term < right.Terms);
        }
    }

    private static void Copy(float* destination, nint destinationStep, float* source, nint sourceStep, int rows, int columns)
    {
        for (int row = 0; row < rows; row++, destination += destinationStep, source += sourceStep)
            new ReadOnlySpan<float>(source, columns).CopyTo(new Span<float>(destination, columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackLeft(float* destination, float* source, nint rowStep, nint termStep, int rows, int depth)
    {
        if (rows == Height && rowStep == 1)
        {
            for (; depth > 0; depth--, source += termStep, destination += Height)
            {
                Vector128.Load(source).Store(destination);
                if (Height == 12) Vector128.Load(source + 4).Store(destination + 4);
                Vector128.Load(source + (Height - 4)).Store(destination + (Height - 4));
            }

            return;
        }

        for (; depth > 0; depth--, source += termStep, destination += Height)
        {
            int row = 0;
            for (; row < rows; row++) destination[row] = source[row * rowStep];
            for (; row < Height; row++) destination[row] = 0;
        }
    }
}
