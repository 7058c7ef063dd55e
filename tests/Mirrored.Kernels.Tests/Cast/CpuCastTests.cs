namespace Mirrored;

public sealed class CastTestsPortable() : CastTests(CpuTestDevice.Portable);

public sealed class CastTests512() : CastTests(CpuTestDevice.Bits512);
