namespace Mirrored;

public sealed class UnaryGradientTestsCuda() : UnaryGradientTests(CudaTestDevice.Own);
