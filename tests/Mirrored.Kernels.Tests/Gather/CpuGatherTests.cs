namespace Mirrored;

public sealed class GatherTestsPortable() : GatherTests(CpuTestDevice.Portable);

public sealed class GatherTests128() : GatherTests(CpuTestDevice.Bits128);

public sealed class GatherTests256() : GatherTests(CpuTestDevice.Bits256);

public sealed class GatherTests512() : GatherTests(CpuTestDevice.Bits512);
