namespace Mirrored;

public sealed class LossGradientTestsPortable() : LossGradientTests(CpuTestDevice.Portable);

public sealed class LossGradientTests512() : LossGradientTests(CpuTestDevice.Bits512);
