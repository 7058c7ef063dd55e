namespace Mirrored;

public sealed class LossGradientTestsCuda() : LossGradientTests(CudaTestDevice.Own);
