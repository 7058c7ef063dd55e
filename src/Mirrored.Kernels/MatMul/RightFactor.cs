using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>The right factor of a product, block by block, in the order in which the tile kernel reads it.</summary>
/// <remarks>A block is copied tile after tile of columns, and in each tile term after term without gaps:
/// <code>
/// | first columns: term 0, term 1, ... | next columns: term 0, term 1, ... | ... | last columns, perhaps narrower |
/// </code>
/// Few rows of output do not repay the copy: then tiles are read where they are, and vectors may reach past the last
/// column (a CPU buffer is readable that far behind its end). What stands there ends up in columns that nobody
/// stores.</remarks>
internal sealed unsafe class RightFactor<TSimd, TFloat, TInt> : IParallelWork
    where TSimd : struct, ISimd<TFloat, TInt>
    where TFloat : struct
    where TInt : struct
{
    /// <summary>The widest block; it lets <see cref="Capacity"/>, what all threads read, have many terms.</summary>
    private const int MaxColumns = 256;

    /// <summary>Elements of the largest block: 512 KiB, which an L2 cache holds in whole or half.</summary>
    private const int Capacity = 1 << 17;

    /// <summary>Tiles of output rows that repay the copy.</summary>
    private const int WorthCopying = 32;

    /// <summary>Terms that one part of the work copies.</summary>
    private const int TermsPerPart = 512;

    private readonly MatrixView _source;
    private readonly int _terms;
    private readonly int _columns;
    private readonly int _maxColumns;
    private readonly int _maxTerms;
    private readonly int _termBlocks;
    private readonly bool _copies;
    private readonly CpuScratch _scratch;
    private float* _packed;
    private MatrixView _block;

    /// <param name="source">The factor, <c>(terms, columns)</c>.</param>
    /// <param name="terms">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="outputRows">Rows of the product.</param>
    /// <param name="scratch">Where blocks are copied to.</param>
    public RightFactor(MatrixView source, int terms, int columns, int outputRows, CpuScratch scratch)
    {
        _scratch = scratch;
        _source = source;
        _terms = terms;
        _columns = columns;
        _copies = source.ColumnStep != 1 || outputRows > WorthCopying * WideTileRow<TSimd, TFloat, TInt>.Height;
        _maxColumns = Math.Clamp(columns, 1, MaxColumns);
        int width = Blocks(_maxColumns, TSimd.Width) * TSimd.Width;
        _maxTerms = Math.Clamp(terms, 1, Capacity / width);
        _termBlocks = Math.Max(1, Blocks(terms, _maxTerms));
        if (_copies) scratch.Reserve((long)_maxTerms * width);
    }

    /// <summary>Blocks that make up the factor; at least one, which may be empty. All terms of a range of columns come
    /// one after the other.</summary>
    public int Count => _termBlocks * Math.Max(1, Blocks(_columns, _maxColumns));

    /// <summary>The current block's first term.</summary>
    public int FirstTerm { get; private set; }

    /// <summary>The current block's number of terms.</summary>
    public int Terms { get; private set; }

    /// <summary>The current block's first column.</summary>
    public int FirstColumn { get; private set; }

    /// <summary>The current block's number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>Parts of the work that copies the current block; none when it is read in place.</summary>
    public int Parts => _copies ? Blocks(Columns, TileWidth) * PartsPerTile : 0;

    private static int TileWidth => WideTileRow<TSimd, TFloat, TInt>.Width;

    private int PartsPerTile => Blocks(Terms, TermsPerPart);

    /// <summary>Makes a block the current one; the caller then runs all its parts.</summary>
    public void Select(int block)
    {
        FirstTerm = block % _termBlocks * _maxTerms;
        FirstColumn = block / _termBlocks * _maxColumns;
        Terms = Math.Min(_maxTerms, _terms - FirstTerm);
        Columns = Math.Min(_maxColumns, _columns - FirstColumn);
        _block = _source.From(FirstTerm, FirstColumn);
        _packed = _scratch.Address;
    }

    /// <summary>The width of the tile that starts at a column: one vector where that covers the rest.</summary>
    public int WidthAt(int column) => Columns - column <= TSimd.Width ? TSimd.Width : TileWidth;

    /// <summary>Where a term of the tile that starts at a column lies.</summary>
    public float* Tile(int term, int column) => _copies
        ? _packed + (nint)column * Terms + term * Step(column)
        : _block.Start + term * Step(column) + column;

    /// <summary>Elements from one term to the next in the tile that starts at a column.</summary>
    public nint Step(int column) => _copies ? WidthAt(column) : _block.RowStep;

    /// <summary>Copies a part of the current block.</summary>
    public void Run(int part)
    {
        int column = part / PartsPerTile * TileWidth;
        int term = part % PartsPerTile * TermsPerPart;
        int terms = Math.Min(TermsPerPart, Terms - term);
        float* tile = Tile(term, column);
        MatrixView source = _block.From(term, column);
        int width = WidthAt(column), columns = Math.Min(width, Columns - column);
        if (columns < width) new Span<float>(tile, terms * width).Clear();
        if (source.ColumnStep == 1) Copy(tile, width, source, terms, columns);
        else Transpose(tile, width, source, terms, columns);
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* tile, int width, MatrixView source, int terms, int columns)
    {
        float* from = source.Start;
        int whole = columns - columns % TSimd.Width;
        for (; terms > 0; terms--, from += source.RowStep, tile += width)
        {
            int column = 0;
            for (; column < whole; column += TSimd.Width) TSimd.Store(tile + column, TSimd.Load(from + column));
            for (; column < columns; column++) tile[column] = from[column];
        }
    }

    /// <summary>Copies a tile whose terms are contiguous in the source; four columns at a time share a store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* tile, int width, MatrixView source, int terms, int columns)
    {
        nint step = source.ColumnStep;
        int column = 0;
        for (; column + 4 <= columns; column += 4)
        {
            float* s0 = source.Start + column * step, s1 = s0 + step, s2 = s1 + step, s3 = s2 + step;
            float* to = tile + column;
            for (int term = 0; term < terms; term++, to += width)
                Vector128.Create(s0[term], s1[term], s2[term], s3[term]).Store(to);
        }

        for (; column < columns; column++)
            for (int term = 0; term < terms; term++)
                tile[(nint)term * width + column] = source.Start[column * step + term];
    }
}
