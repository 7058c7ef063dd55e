namespace Mirrored;

public sealed class UnaryGradientTestsPortable() : UnaryGradientTests(CpuTestDevice.Portable);

public sealed class UnaryGradientTests128() : UnaryGradientTests(CpuTestDevice.Bits128);

public sealed class UnaryGradientTests256() : UnaryGradientTests(CpuTestDevice.Bits256);

public sealed class UnaryGradientTests512() : UnaryGradientTests(CpuTestDevice.Bits512);
