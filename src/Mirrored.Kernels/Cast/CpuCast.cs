using System.Runtime.CompilerServices;

namespace Mirrored;

internal sealed unsafe class CpuCast : PreparedOperation
{
    private readonly void* _input;
    private readonly void* _output;
    private readonly long _count;
    private readonly bool _toFloat;

    public CpuCast(CastOperation operation, MemoryMap memory)
    {
        operation.RequireTypes();
        _count = operation.Input.Shape.Length;
        _toFloat = operation.Output.DType == DType.Float32;
        _input = memory.Address<byte>(operation.Input);
        _output = memory.Address<byte>(operation.Output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Launch()
    {
        if (_toFloat)
        {
            for (long i = 0; i < _count; i++) ((float*)_output)[i] = ((int*)_input)[i];
            return;
        }

        for (long i = 0; i < _count; i++) ((int*)_output)[i] = (int)((float*)_input)[i];
    }
}
