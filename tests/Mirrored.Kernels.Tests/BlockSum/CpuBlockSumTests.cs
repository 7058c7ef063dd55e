namespace Mirrored;

public sealed class BlockSumTestsPortable() : BlockSumTests(CpuTestDevice.Portable);

public sealed class BlockSumTests128() : BlockSumTests(CpuTestDevice.Bits128);

public sealed class BlockSumTests256() : BlockSumTests(CpuTestDevice.Bits256);

public sealed class BlockSumTests512() : BlockSumTests(CpuTestDevice.Bits512);
