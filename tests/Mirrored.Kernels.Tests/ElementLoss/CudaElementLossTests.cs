namespace Mirrored;

public sealed class ElementLossTestsCuda() : ElementLossTests(CudaTestDevice.Own);
