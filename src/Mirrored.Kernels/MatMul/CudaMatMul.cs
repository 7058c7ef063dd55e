namespace Mirrored;

/// <remarks>The product is cuBLASLt's, or our own on tiles: where that library is missing, where it has no kernel for the
/// shape, and where the bits must be the CPU's. Row operations around the product are launches of their own, except that
/// cuBLASLt applies bias and ReLU, and our own kernel dropout as well, before they write.</remarks>
internal static unsafe class CudaMatMul
{
    /// <summary>The edges of our kernel's tiles; the smaller one is for products that give few large tiles.</summary>
    private const int LargeTile = 64, SmallTile = 32;

    /// <summary>Each thread computes four by four elements of a tile.</summary>
    private const int Micro = 4;

    public static PreparedOperation Prepare(MatMulOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.Require(operation.A, DType.Float32, operation.A.Rows, operation.A.RowLength);
        operation.Require(operation.B, DType.Float32,
            operation.TransposeB ? operation.N : operation.K, operation.TransposeB ? operation.K : operation.N);
        operation.Require(operation.Output, DType.Float32, operation.M, operation.N);
        EpilogueOperation? epilogue = Fusible(operation);
        PreparedOperation product = stream.Products.TryPrepare(operation, epilogue, memory, stream, out bool fused)
            ?? PrepareTiled(operation, epilogue, memory, stream, out fused);
        IEnumerable<RowOperation> after = operation.After.Skip(fused ? 1 : 0);
        PreparedOperation[] launches =
        [
            .. operation.Before.Select(o => stream.Prepare(o, memory)), product, .. after.Select(o => stream.Prepare(o, memory)),
        ];
        return launches.Length == 1 ? product : new CudaSequence(launches);
    }

    private static PreparedOperation PrepareTiled(
        MatMulOperation operation, EpilogueOperation? epilogue, MemoryMap memory, CudaStream stream, out bool fused)
    {
        fused = epilogue is not null;
        int m = operation.M, n = operation.N;
        int tile = stream.Grid.FillsDevice(CudaGrid.Tiles(m, n, LargeTile, threads: 1)) ? LargeTile : SmallTile;
        string transposed = $"{(operation.TransposeA ? 't' : 'n')}{(operation.TransposeB ? 't' : 'n')}";
        uint threads = (uint)(tile / Micro * (tile / Micro));
        return stream.Kernel(
            "matmul", $"mirrored_matmul_{transposed}_{tile}", CudaGrid.Tiles(m, n, tile, threads), new Arguments
            {
                A = memory.Address<float>(operation.A),
                B = memory.Address<float>(operation.B),
                Output = memory.Address<float>(operation.Output),
                M = m,
                N = n,
                K = operation.K,
                HasEpilogue = epilogue is null ? 0 : 1,
                Rule = epilogue is null
                    ? default
                    : CudaEpilogueRule.Create(epilogue.Activation, epilogue.Dropout, memory, epilogue.Bias),
            });
    }

    /// <summary>The epilogue that a kernel can apply to its sums before it writes them; null for none.</summary>
    private static EpilogueOperation? Fusible(MatMulOperation operation)
    {
        if (operation.After.Count == 0
            || operation.After[0] is not EpilogueOperation { Activation: Activation.Linear or Activation.Relu } epilogue)
            return null;
        return epilogue.Input.Root == operation.Output.Root && epilogue.Output.Root == operation.Output.Root
            && epilogue.Output.RowLength == operation.N ? epilogue : null;
    }

    internal struct Arguments
    {
        public float* A;
        public float* B;
        public float* Output;
        public int M;
        public int N;
        public int K;
        public int HasEpilogue;
        public CudaEpilogueRule Rule;
    }
}
