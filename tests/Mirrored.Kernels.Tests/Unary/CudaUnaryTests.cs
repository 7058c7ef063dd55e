namespace Mirrored;

public sealed class UnaryTestsCuda() : UnaryTests(CudaTestDevice.Own);
