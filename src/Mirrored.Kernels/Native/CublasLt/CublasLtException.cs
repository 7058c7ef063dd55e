namespace Mirrored;

/// <summary>A call of cuBLASLt, NVIDIA's library for matrix products, failed.</summary>
public sealed class CublasLtException : GpuException
{
    internal CublasLtException(in GpuFailure failure) : base(failure)
    {
    }
}
