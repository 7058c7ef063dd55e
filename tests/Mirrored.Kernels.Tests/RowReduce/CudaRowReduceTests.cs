namespace Mirrored;

public sealed class RowReduceTestsCuda() : RowReduceTests(CudaTestDevice.Own);
