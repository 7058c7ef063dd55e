namespace Mirrored;

public sealed class RowReduceTestsPortable() : RowReduceTests(CpuTestDevice.Portable);

public sealed class RowReduceTests128() : RowReduceTests(CpuTestDevice.Bits128);

public sealed class RowReduceTests256() : RowReduceTests(CpuTestDevice.Bits256);

public sealed class RowReduceTests512() : RowReduceTests(CpuTestDevice.Bits512);
