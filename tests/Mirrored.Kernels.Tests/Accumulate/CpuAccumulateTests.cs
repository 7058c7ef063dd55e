namespace Mirrored;

public sealed class AccumulateTestsPortable() : AccumulateTests(CpuTestDevice.Portable);

public sealed class AccumulateTests128() : AccumulateTests(CpuTestDevice.Bits128);

public sealed class AccumulateTests256() : AccumulateTests(CpuTestDevice.Bits256);

public sealed class AccumulateTests512() : AccumulateTests(CpuTestDevice.Bits512);
