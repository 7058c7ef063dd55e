namespace Mirrored;

/// <summary>The CPU at one vector width; wider than the hardware runs in software.</summary>
public sealed class CpuTestDevice : TestDevice
{
    private static readonly WorkerPool TwoThreads = new(2);

    private readonly SimdWidth _width;
    private readonly WorkerPool _pool;

    internal CpuTestDevice(SimdWidth width, WorkerPool? pool = null)
    {
        _width = width;
        _pool = pool ?? TwoThreads;
    }

    public static CpuTestDevice Portable { get; } = new(SimdWidth.Portable);

    public static CpuTestDevice Bits128 { get; } = new(SimdWidth.Bits128);

    public static CpuTestDevice Bits256 { get; } = new(SimdWidth.Bits256);

    public static CpuTestDevice Bits512 { get; } = new(SimdWidth.Bits512);

    internal override Device Open() => new CpuDevice(0, _pool, _width);
}
