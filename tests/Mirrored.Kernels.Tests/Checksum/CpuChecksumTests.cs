namespace Mirrored;

public sealed class ChecksumTestsPortable() : ChecksumTests(CpuTestDevice.Portable);

public sealed class ChecksumTests256() : ChecksumTests(CpuTestDevice.Bits256);
