namespace Mirrored;

public sealed class ChecksumTestsCuda() : ChecksumTests(CudaTestDevice.Own);
