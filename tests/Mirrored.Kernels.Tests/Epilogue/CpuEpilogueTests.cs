namespace Mirrored;

public sealed class EpilogueTestsPortable() : EpilogueTests(CpuTestDevice.Portable);

public sealed class EpilogueTests128() : EpilogueTests(CpuTestDevice.Bits128);

public sealed class EpilogueTests256() : EpilogueTests(CpuTestDevice.Bits256);

public sealed class EpilogueTests512() : EpilogueTests(CpuTestDevice.Bits512);
