namespace Mirrored;

public sealed class VectorLossTestsPortable() : VectorLossTests(CpuTestDevice.Portable);

public sealed class VectorLossTests128() : VectorLossTests(CpuTestDevice.Bits128);

public sealed class VectorLossTests256() : VectorLossTests(CpuTestDevice.Bits256);

public sealed class VectorLossTests512() : VectorLossTests(CpuTestDevice.Bits512);
