namespace Mirrored;

public sealed class UpdateTestsPortable() : UpdateTests(CpuTestDevice.Portable);

public sealed class UpdateTests128() : UpdateTests(CpuTestDevice.Bits128);

public sealed class UpdateTests256() : UpdateTests(CpuTestDevice.Bits256);

public sealed class UpdateTests512() : UpdateTests(CpuTestDevice.Bits512);
