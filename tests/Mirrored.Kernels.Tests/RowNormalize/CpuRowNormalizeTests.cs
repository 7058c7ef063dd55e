namespace Mirrored;

public sealed class RowNormalizeTestsPortable() : RowNormalizeTests(CpuTestDevice.Portable);

public sealed class RowNormalizeTests128() : RowNormalizeTests(CpuTestDevice.Bits128);

public sealed class RowNormalizeTests256() : RowNormalizeTests(CpuTestDevice.Bits256);

public sealed class RowNormalizeTests512() : RowNormalizeTests(CpuTestDevice.Bits512);
