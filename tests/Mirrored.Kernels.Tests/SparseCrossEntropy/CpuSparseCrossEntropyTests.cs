namespace Mirrored;

public sealed class SparseCrossEntropyTestsPortable() : SparseCrossEntropyTests(CpuTestDevice.Portable);

public sealed class SparseCrossEntropyTests128() : SparseCrossEntropyTests(CpuTestDevice.Bits128);

public sealed class SparseCrossEntropyTests256() : SparseCrossEntropyTests(CpuTestDevice.Bits256);

public sealed class SparseCrossEntropyTests512() : SparseCrossEntropyTests(CpuTestDevice.Bits512);
