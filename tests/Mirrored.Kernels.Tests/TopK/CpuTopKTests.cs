namespace Mirrored;

public sealed class TopKTestsPortable() : TopKTests(CpuTestDevice.Portable);
