namespace Mirrored;

internal static unsafe class CudaCast
{
    public static PreparedOperation Prepare(CastOperation operation, MemoryMap memory, CudaStream stream)
    {
        operation.RequireTypes();
        long count = operation.Input.Shape.Length;
        string entry = operation.Output.DType == DType.Float32 ? "mirrored_cast_to_float" : "mirrored_cast_to_int";
        return stream.Kernel("cast", entry, stream.Grid.Elements(count), new Arguments
        {
            Input = memory.Address<byte>(operation.Input),
            Output = memory.Address<byte>(operation.Output),
            Count = count,
        });
    }

    internal struct Arguments
    {
        public void* Input;
        public void* Output;
        public long Count;
    }
}
