namespace Mirrored;

public sealed class ClipScaleTestsPortable() : ClipScaleTests(CpuTestDevice.Portable);

public sealed class ClipScaleTests128() : ClipScaleTests(CpuTestDevice.Bits128);

public sealed class ClipScaleTests256() : ClipScaleTests(CpuTestDevice.Bits256);

public sealed class ClipScaleTests512() : ClipScaleTests(CpuTestDevice.Bits512);
