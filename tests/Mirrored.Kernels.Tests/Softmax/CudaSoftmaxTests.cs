namespace Mirrored;

public sealed class SoftmaxTestsCuda() : SoftmaxTests(CudaTestDevice.Own);
