namespace Mirrored;

public sealed class ArgMaxTestsPortable() : ArgMaxTests(CpuTestDevice.Portable);
