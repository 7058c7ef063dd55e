namespace Mirrored;

/// <summary>A call of NCCL, NVIDIA's library for sums over several GPUs, failed.</summary>
public sealed class NcclException : GpuException
{
    internal NcclException(in GpuFailure failure) : base(failure)
    {
    }
}
