using System.Runtime.Intrinsics;

namespace Mirrored;

/// <summary>The CPU's kernels of one width, together with the row operations of these tests.</summary>
internal static class CpuProduct
{
    public static OperationTable Table(SimdWidth width, WorkerPool pool)
    {
        CpuScratch scratch = new(); // Lives as long as the table.
        OperationTable table = width switch
        {
            SimdWidth.Portable => CpuOperations.Create<SimdPortable, float, uint>(pool, scratch),
            SimdWidth.Bits128 => CpuOperations.Create<Simd128, Vector128<float>, Vector128<uint>>(pool, scratch),
            SimdWidth.Bits256 => CpuOperations.Create<Simd256, Vector256<float>, Vector256<uint>>(pool, scratch),
            SimdWidth.Bits512 => CpuOperations.Create<Simd512, Vector512<float>, Vector512<uint>>(pool, scratch),
            _ => throw new ArgumentOutOfRangeException(nameof(width)),
        };
        return table
            .Add<DoublingOperation>((o, m) => new DoublingKernel(o, m, pool))
            .Add<StubbornOperation>((_, _) => new StubbornKernel());
    }

    public static MatMulOperation Operation(ProductCase product, ProductMemory memory) => new()
    {
        A = memory.A,
        B = memory.B,
        Output = memory.Output,
        TransposeA = product.TransposeA,
        TransposeB = product.TransposeB,
    };

    /// <summary><c>x = 2 x + 1</c> in place: shows when a row is done twice, never, or at the wrong time.</summary>
    internal sealed class DoublingOperation(PlanTensor tensor) : RowOperation
    {
        public PlanTensor Tensor => tensor;

        public override int Rows => tensor.Rows;

        public override IReadOnlyList<PlanTensor> Reads => [tensor];

        public override IReadOnlyList<PlanTensor> Writes => [tensor];
    }

    /// <summary>A row operation whose kernel does not work row by row.</summary>
    internal sealed class StubbornOperation(int rows) : RowOperation
    {
        public override int Rows => rows;

        public override IReadOnlyList<PlanTensor> Reads => [];

        public override IReadOnlyList<PlanTensor> Writes => [];
    }

    private sealed unsafe class DoublingKernel(DoublingOperation operation, MemoryMap memory, WorkerPool pool)
        : CpuRowOperation(operation.Rows, rowCost: 1, pool)
    {
        private readonly float* _values = memory.Address<float>(operation.Tensor);
        private readonly int _rowLength = operation.Tensor.RowLength;

        public override void RunRows(int start, int end)
        {
            for (int i = start * _rowLength; i < end * _rowLength; i++) _values[i] = 2 * _values[i] + 1;
        }
    }

    private sealed class StubbornKernel : PreparedOperation
    {
        public override void Launch()
        {
        }
    }
}
