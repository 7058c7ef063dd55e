namespace Mirrored;

public sealed class ConfusionMatrixTestsCuda() : ConfusionMatrixTests(CudaTestDevice.Own);
