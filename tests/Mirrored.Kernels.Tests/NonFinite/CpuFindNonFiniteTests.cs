namespace Mirrored;

public sealed class FindNonFiniteTestsPortable() : FindNonFiniteTests(CpuTestDevice.Portable);

public sealed class FindNonFiniteTests128() : FindNonFiniteTests(CpuTestDevice.Bits128);

public sealed class FindNonFiniteTests256() : FindNonFiniteTests(CpuTestDevice.Bits256);
