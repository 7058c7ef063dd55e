namespace Mirrored;

public sealed class FillTestsCuda() : FillTests(CudaTestDevice.Own);
