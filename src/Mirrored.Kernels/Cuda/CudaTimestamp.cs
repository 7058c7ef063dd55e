namespace Mirrored;

/// <summary>An event that notes the device's time; precise to about half a microsecond.</summary>
internal sealed class CudaTimestamp(CudaContextHandle context) : DeviceTimestamp
{
    private const double MillisecondsPerSecond = 1e3;

    /// <summary>The native event.</summary>
    public CudaEventHandle Handle { get; } = CudaEventHandle.Create(context, CuEventFlags.Default);

    public override double? SecondsSince(DeviceTimestamp earlier) =>
        Handle.MillisecondsSince(((CudaTimestamp)earlier).Handle) / MillisecondsPerSecond;

    public override void Dispose() => Handle.Dispose();
}
