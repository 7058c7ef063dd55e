namespace Mirrored;

public sealed class GatherTestsCuda() : GatherTests(CudaTestDevice.Own);
