namespace Mirrored;

public sealed class UnaryTestsPortable() : UnaryTests(CpuTestDevice.Portable);

public sealed class UnaryTests128() : UnaryTests(CpuTestDevice.Bits128);

public sealed class UnaryTests256() : UnaryTests(CpuTestDevice.Bits256);

public sealed class UnaryTests512() : UnaryTests(CpuTestDevice.Bits512);
