namespace Mirrored;

public sealed class GlobalMeanTestsPortable() : GlobalMeanTests(CpuTestDevice.Portable);

public sealed class GlobalMeanTests128() : GlobalMeanTests(CpuTestDevice.Bits128);

public sealed class GlobalMeanTests256() : GlobalMeanTests(CpuTestDevice.Bits256);

public sealed class GlobalMeanTests512() : GlobalMeanTests(CpuTestDevice.Bits512);
