namespace Mirrored;

public sealed class FillTestsPortable() : FillTests(CpuTestDevice.Portable);

public sealed class FillTests128() : FillTests(CpuTestDevice.Bits128);

public sealed class FillTests256() : FillTests(CpuTestDevice.Bits256);

public sealed class FillTests512() : FillTests(CpuTestDevice.Bits512);
