namespace Mirrored;

public sealed class InTopKTestsPortable() : InTopKTests(CpuTestDevice.Portable);
