namespace Mirrored;

public sealed class BinaryTestsCuda() : BinaryTests(CudaTestDevice.Own);
