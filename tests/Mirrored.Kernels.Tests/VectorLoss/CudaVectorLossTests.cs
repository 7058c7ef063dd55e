namespace Mirrored;

public sealed class VectorLossTestsCuda() : VectorLossTests(CudaTestDevice.Own);
