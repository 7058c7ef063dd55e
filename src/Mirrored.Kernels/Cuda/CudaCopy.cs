namespace Mirrored;

/// <summary>A copy within a GPU's memory, or between two GPUs': directly where they reach each other, else through the host,
/// which the driver arranges.</summary>
internal sealed class CudaCopy(
    CudaStreamHandle stream, CudaContextHandle target, nint to, CudaContextHandle source, nint from, long bytes) : PreparedOperation
{
    public override void Launch()
    {
        if (bytes == 0) return;
        if (target.NativeDevice == source.NativeDevice) stream.Copy((ulong)to, (ulong)from, (nuint)bytes);
        else stream.CopyBetween(target, (ulong)to, source, (ulong)from, (nuint)bytes);
    }
}
