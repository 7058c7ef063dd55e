namespace Mirrored;

public sealed class ReduceLeavesTestsPortable() : ReduceLeavesTests(CpuTestDevice.Portable);

public sealed class ReduceLeavesTests128() : ReduceLeavesTests(CpuTestDevice.Bits128);

public sealed class ReduceLeavesTests256() : ReduceLeavesTests(CpuTestDevice.Bits256);

public sealed class ReduceLeavesTests512() : ReduceLeavesTests(CpuTestDevice.Bits512);
