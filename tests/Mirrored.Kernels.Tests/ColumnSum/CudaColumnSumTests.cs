namespace Mirrored;

public sealed class ColumnSumTestsCuda() : ColumnSumTests(CudaTestDevice.Own);
