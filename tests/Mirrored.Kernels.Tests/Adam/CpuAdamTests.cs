namespace Mirrored;

public sealed class AdamTestsPortable() : AdamTests(CpuTestDevice.Portable);

public sealed class AdamTests128() : AdamTests(CpuTestDevice.Bits128);

public sealed class AdamTests256() : AdamTests(CpuTestDevice.Bits256);

public sealed class AdamTests512() : AdamTests(CpuTestDevice.Bits512);
