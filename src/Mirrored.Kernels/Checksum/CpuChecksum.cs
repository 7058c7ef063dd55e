using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuChecksum : PreparedOperation, IParallelWork
{
    private readonly uint* _input;
    private readonly ulong* _output;
    private readonly long _count;
    private readonly WorkerPool _pool;

    public CpuChecksum(ChecksumOperation operation, MemoryMap memory, WorkerPool pool)
    {
        _count = operation.Input.Shape.Length;
        operation.Require(operation.Input, DType.Float32, _count);
        ArgumentOutOfRangeException.ThrowIfZero(operation.Output);
        _input = (uint*)memory.Address<float>(operation.Input);
        _output = (ulong*)operation.Output;
        _pool = pool;
    }

    public override void Launch() => _pool.Run(this, ChecksumOperation.Parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void IParallelWork.Run(int part)
    {
        ulong sum = 0;
        long end = _count * (part + 1) / ChecksumOperation.Parts;
        for (long i = _count * part / ChecksumOperation.Parts; i < end; i++) sum += ChecksumOperation.Mix(_input[i], i);
        _output[part] = sum;
    }
}
