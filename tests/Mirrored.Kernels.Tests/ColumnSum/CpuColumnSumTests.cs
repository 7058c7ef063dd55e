namespace Mirrored;

public sealed class ColumnSumTestsPortable() : ColumnSumTests(CpuTestDevice.Portable);

public sealed class ColumnSumTests128() : ColumnSumTests(CpuTestDevice.Bits128);

public sealed class ColumnSumTests256() : ColumnSumTests(CpuTestDevice.Bits256);

public sealed class ColumnSumTests512() : ColumnSumTests(CpuTestDevice.Bits512);
