namespace Mirrored;

public sealed class ElementLossTestsPortable() : ElementLossTests(CpuTestDevice.Portable);

public sealed class ElementLossTests128() : ElementLossTests(CpuTestDevice.Bits128);

public sealed class ElementLossTests256() : ElementLossTests(CpuTestDevice.Bits256);

public sealed class ElementLossTests512() : ElementLossTests(CpuTestDevice.Bits512);
