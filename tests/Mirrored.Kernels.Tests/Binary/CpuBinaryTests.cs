namespace Mirrored;

public sealed class BinaryTestsPortable() : BinaryTests(CpuTestDevice.Portable);

public sealed class BinaryTests128() : BinaryTests(CpuTestDevice.Bits128);

public sealed class BinaryTests256() : BinaryTests(CpuTestDevice.Bits256);

public sealed class BinaryTests512() : BinaryTests(CpuTestDevice.Bits512);
