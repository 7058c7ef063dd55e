namespace Mirrored;

public sealed class SoftmaxGradientTestsPortable() : SoftmaxGradientTests(CpuTestDevice.Portable);

public sealed class SoftmaxGradientTests128() : SoftmaxGradientTests(CpuTestDevice.Bits128);

public sealed class SoftmaxGradientTests256() : SoftmaxGradientTests(CpuTestDevice.Bits256);

public sealed class SoftmaxGradientTests512() : SoftmaxGradientTests(CpuTestDevice.Bits512);
