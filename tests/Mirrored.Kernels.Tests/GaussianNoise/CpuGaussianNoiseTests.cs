namespace Mirrored;

public sealed class GaussianNoiseTestsPortable() : GaussianNoiseTests(CpuTestDevice.Portable);

public sealed class GaussianNoiseTests128() : GaussianNoiseTests(CpuTestDevice.Bits128);

public sealed class GaussianNoiseTests256() : GaussianNoiseTests(CpuTestDevice.Bits256);

public sealed class GaussianNoiseTests512() : GaussianNoiseTests(CpuTestDevice.Bits512);
