namespace Mirrored;

public sealed class SparseAccuracyTestsCuda() : SparseAccuracyTests(CudaTestDevice.Own);
