namespace Mirrored;

public sealed class RowNormalizeGradientTestsPortable() : RowNormalizeGradientTests(CpuTestDevice.Portable);

public sealed class RowNormalizeGradientTests128() : RowNormalizeGradientTests(CpuTestDevice.Bits128);

public sealed class RowNormalizeGradientTests256() : RowNormalizeGradientTests(CpuTestDevice.Bits256);

public sealed class RowNormalizeGradientTests512() : RowNormalizeGradientTests(CpuTestDevice.Bits512);
