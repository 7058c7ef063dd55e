namespace Mirrored;

internal sealed class CpuSignal : DeviceSignal
{
    private readonly CpuBuffer _memory = new(sizeof(long), "a signal");

    public override nint Address => _memory.Address;

    protected override nint HostAddress => _memory.Address;

    public override void Dispose() => _memory.Dispose();
}
