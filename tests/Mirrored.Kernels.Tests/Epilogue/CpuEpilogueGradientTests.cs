namespace Mirrored;

public sealed class EpilogueGradientTestsPortable() : EpilogueGradientTests(CpuTestDevice.Portable);

public sealed class EpilogueGradientTests128() : EpilogueGradientTests(CpuTestDevice.Bits128);

public sealed class EpilogueGradientTests256() : EpilogueGradientTests(CpuTestDevice.Bits256);

public sealed class EpilogueGradientTests512() : EpilogueGradientTests(CpuTestDevice.Bits512);
