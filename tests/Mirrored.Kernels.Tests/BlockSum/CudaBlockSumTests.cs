namespace Mirrored;

public sealed class BlockSumTestsCuda() : BlockSumTests(CudaTestDevice.Own);
