namespace Mirrored;

public sealed class SparseCrossEntropyTestsCuda() : SparseCrossEntropyTests(CudaTestDevice.Own);
