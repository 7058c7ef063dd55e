namespace Mirrored;

public sealed class SparseAccuracyTestsPortable() : SparseAccuracyTests(CpuTestDevice.Portable);

public sealed class SparseAccuracyTests128() : SparseAccuracyTests(CpuTestDevice.Bits128);

public sealed class SparseAccuracyTests256() : SparseAccuracyTests(CpuTestDevice.Bits256);

public sealed class SparseAccuracyTests512() : SparseAccuracyTests(CpuTestDevice.Bits512);
