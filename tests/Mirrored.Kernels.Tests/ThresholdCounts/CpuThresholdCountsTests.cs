namespace Mirrored;

public sealed class ThresholdCountsTestsPortable() : ThresholdCountsTests(CpuTestDevice.Portable);
