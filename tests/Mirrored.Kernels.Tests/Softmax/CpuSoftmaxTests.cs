namespace Mirrored;

public sealed class SoftmaxTestsPortable() : SoftmaxTests(CpuTestDevice.Portable);

public sealed class SoftmaxTests128() : SoftmaxTests(CpuTestDevice.Bits128);

public sealed class SoftmaxTests256() : SoftmaxTests(CpuTestDevice.Bits256);

public sealed class SoftmaxTests512() : SoftmaxTests(CpuTestDevice.Bits512);
