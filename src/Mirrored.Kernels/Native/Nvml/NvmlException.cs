namespace Mirrored;

/// <summary>NVML, which tells how busy and how hot GPUs are, did not start. Training does not need it, so users never
/// see this: figures are left out and <see cref="Cuda.Explain"/> tells why.</summary>
internal sealed class NvmlException : GpuException
{
    internal NvmlException(in GpuFailure failure) : base(failure)
    {
    }
}
