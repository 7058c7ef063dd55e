namespace Mirrored;

public sealed class ConfusionMatrixTestsPortable() : ConfusionMatrixTests(CpuTestDevice.Portable);
