using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>A block of the right factor, copied so that the tile kernel reads it from front to back.</summary>
/// <remarks>Tile after tile of columns; in each tile row after row (term after term) without gaps, missing columns zero:
/// <code>
/// | columns 0-31: row 0, row 1, ... | columns 32-63: row 0, row 1, ... | ... | last columns, one or two vectors wide |
/// </code></remarks>
internal sealed unsafe class PackedRight<TSimd, TFloat, TInt> : IParallelWork
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>The largest block: 4 MiB of packed elements.</summary>
    public static int Capacity = 1 << 17; public static bool InPlace;

    public static int MaxColumns = 256;

    /// <summary>Rows that one part of the work packs.</summary>
    private const int RowsPerPart = 1024;

    /// <summary>Elements that let the first one be aligned to a cache line.</summary>
    private const int AlignmentSlack = 16;

    private readonly MatrixView _source;
    private readonly float[] _memory;
    private readonly float* _packed;
    private int _firstTerm;
    private int _firstColumn;

    public PackedRight(MatrixView source, int terms, int columns)
    {
        _source = source;
        MaxBlockColumns = Math.Min(columns, MaxColumns);
        int padded = RoundUp(Math.Max(1, MaxBlockColumns), TSimd.Width);
        MaxBlockTerms = Math.Min(terms, Capacity / padded);
        _memory = GC.AllocateUninitializedArray<float>(MaxBlockTerms * padded + AlignmentSlack, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref _memory[0]);
        _packed = (float*)((start + 63) & ~(nint)63);
    }

    /// <summary>The most columns that a block holds.</summary>
    public int MaxBlockColumns { get; }

    /// <summary>The most terms (rows of the right factor) that a block holds.</summary>
    public int MaxBlockTerms { get; }

    /// <summary>Columns of the current block.</summary>
    public int Columns { get; private set; }

    /// <summary>Terms of the current block.</summary>
    public int Terms { get; private set; }

    /// <summary>Pieces of work that pack the current block.</summary>
    public int Parts => Place ? 0 : Tiles * PartsPerTile;

    private int Tiles => (Columns + TileWidth - 1) / TileWidth;

    private int PartsPerTile => (Terms + RowsPerPart - 1) / RowsPerPart;

    private static int TileWidth => WideTileRow<TSimd, TFloat, TInt>.Width;

    /// <summary>Names the block that is packed next.</summary>
    public void Select(int firstTerm, int terms, int firstColumn, int columns)
    {
        _firstTerm = firstTerm;
        _firstColumn = firstColumn;
        Terms = terms;
        Columns = columns;
    }

    /// <summary>The packed element of a term and the first column of a tile; the next term follows one tile width later.</summary>
    public float* At(int term, int column, int tileWidth) => Place ? _source.At(_firstTerm+term, _firstColumn+column) : _packed + (nint)column * Terms + (nint)term * tileWidth;
    public bool Place => InPlace && _source.ColumnStep == 1; public nint Step(int width) => Place ? _source.RowStep : width;

    /// <summary>The width of the tile that starts at a column: one vector where that covers the rest.</summary>
    public int WidthAt(int column) => Columns - column <= TSimd.Width ? TSimd.Width : TileWidth;

    public void Run(int part)
    {
        int column = part / PartsPerTile * TileWidth;
        int term = part % PartsPerTile * RowsPerPart;
        int terms = Math.Min(RowsPerPart, Terms - term);
        int width = WidthAt(column);
        float* destination = At(term, column, width);
        float* source = _source.At(_firstTerm + term, _firstColumn + column);
        int columns = Math.Min(width, Columns - column);
        if (columns < width) new Span<float>(destination, terms * width).Clear();
        if (_source.ColumnStep == 1) CopyRows(destination, width, source, _source.RowStep, terms, columns);
        else Transpose(destination, width, source, _source.ColumnStep, terms, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows(float* destination, int width, float* source, nint rowStep, int rows, int columns)
    {
        int whole = columns - columns % TSimd.Width;
        for (; rows > 0; rows--, source += rowStep, destination += width)
        {
            int column = 0;
            for (; column < whole; column += TSimd.Width) TSimd.Store(destination + column, TSimd.Load(source + column));
            for (; column < columns; column++) destination[column] = source[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* destination, int width, float* source, nint columnStep, int rows, int columns)
    {
        int column = 0;
        for (; column + 4 <= columns; column += 4)
        {
            float* s0 = source + column * columnStep, s1 = s0 + columnStep, s2 = s1 + columnStep, s3 = s2 + columnStep;
            float* d = destination + column;
            for (int row = 0; row < rows; row++, d += width)
                Vector128.Create(s0[row], s1[row], s2[row], s3[row]).Store(d);
        }

        for (; column < columns; column++)
            for (int row = 0; row < rows; row++) destination[row * width + column] = source[column * columnStep + row];
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
