namespace Mirrored;

public sealed class InTopKTestsCuda() : InTopKTests(CudaTestDevice.Own);
