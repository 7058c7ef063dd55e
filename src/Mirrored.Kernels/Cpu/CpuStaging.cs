namespace Mirrored;

/// <summary>The CPU's: kernels read the host's memory where it is.</summary>
internal sealed class CpuStaging : StagingBuffer
{
    public override void Begin(long bytes)
    {
    }

    public override nint Add(nint source, long bytes) => source;

    public override void Send()
    {
    }

    public override void Dispose()
    {
    }
}
