namespace Mirrored;

public sealed class ReduceLeavesTestsCuda() : ReduceLeavesTests(CudaTestDevice.Own);
