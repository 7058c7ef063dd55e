namespace Mirrored;

public sealed class RandomUniformTestsPortable() : RandomUniformTests(CpuTestDevice.Portable);

public sealed class RandomUniformTests128() : RandomUniformTests(CpuTestDevice.Bits128);

public sealed class RandomUniformTests256() : RandomUniformTests(CpuTestDevice.Bits256);

public sealed class RandomUniformTests512() : RandomUniformTests(CpuTestDevice.Bits512);
