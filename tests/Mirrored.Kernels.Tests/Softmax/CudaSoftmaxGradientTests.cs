namespace Mirrored;

public sealed class SoftmaxGradientTestsCuda() : SoftmaxGradientTests(CudaTestDevice.Own);
