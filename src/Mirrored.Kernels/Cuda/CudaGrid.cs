namespace Mirrored;

/// <summary>How many blocks of which size each form of kernel gets; the only place that decides it.</summary>
/// <remarks>The sizes of blocks are those that the sources state as launch bounds. Kernels over elements and rows run
/// grid-stride loops, so their grids end where the device is full. Work of size zero gets a grid without blocks, which is
/// not launched.</remarks>
internal sealed class CudaGrid(int multiprocessors)
{
    private const int BlockThreads = 256;
    private const int WarpThreads = 32;
    private const int ColumnSumThreads = 512;
    private const int SmallBlockThreads = 128;
    private const int LaneSumThreads = LaneSum.Lanes;

    /// <summary>Blocks for each multiprocessor that hide latency: 2048 threads, the most that any device keeps at once.
    /// </summary>
    private const int BlocksPerMultiprocessor = 8;

    /// <summary>A block for each sum by <see cref="LaneSum"/>.</summary>
    public static CudaLaunch LaneSums(int sums) => new((uint)sums, LaneSumThreads);

    /// <summary>So many blocks, for kernels with an output for each.</summary>
    public static CudaLaunch Blocks(int count) => new((uint)count, BlockThreads);

    private long MaximumBlocks => (long)multiprocessors * BlocksPerMultiprocessor;

    /// <summary>A block for every 32 columns.</summary>
    public static CudaLaunch Columns(int columns) => new((uint)Blocks(columns, WarpThreads), ColumnSumThreads);

    /// <summary>A block for every tile of a product's output.</summary>
    public static CudaLaunch Tiles(int rows, int columns, int tile, uint threads) =>
        new((uint)Blocks(rows, tile), threads) { GridY = (uint)Blocks(columns, tile) };

    /// <summary>A thread for each element.</summary>
    public CudaLaunch Elements(long count) => Stride(Blocks(count, BlockThreads));

    /// <summary>A thread for every four elements.</summary>
    public CudaLaunch Quads(long count) => Elements((count + 3) / 4);

    /// <summary>A thread for every four elements, in blocks of 128 for kernels that need much shared memory.</summary>
    public CudaLaunch SmallQuads(long count) => new(
        (uint)Math.Min(Blocks((count + 3) / 4, SmallBlockThreads), MaximumBlocks), SmallBlockThreads);

    /// <summary>A thread for every four columns of each row.</summary>
    public CudaLaunch RowQuads(int rows, int columns) => Elements(rows * ((columns + 3L) / 4));

    /// <summary>A block for each of so many sums, whose order is one after the other.</summary>
    public CudaLaunch OneBlockEach(long sums) => Stride(sums);

    /// <summary>A warp for each row.</summary>
    public CudaLaunch Rows(int rows) => Stride(Blocks(rows, BlockThreads / WarpThreads));

    /// <summary>True when a grid has a block for every multiprocessor.</summary>
    public bool FillsDevice(in CudaLaunch launch) => (long)launch.GridX * launch.GridY >= multiprocessors;

    private static long Blocks(long count, int perBlock) => (count + perBlock - 1) / perBlock;

    private CudaLaunch Stride(long blocks) => new((uint)Math.Min(blocks, MaximumBlocks), BlockThreads);
}
