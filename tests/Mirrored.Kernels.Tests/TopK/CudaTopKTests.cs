namespace Mirrored;

public sealed class TopKTestsCuda() : TopKTests(CudaTestDevice.Own);
