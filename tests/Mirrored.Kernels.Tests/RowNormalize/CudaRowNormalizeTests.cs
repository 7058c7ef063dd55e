namespace Mirrored;

public sealed class RowNormalizeTestsCuda() : RowNormalizeTests(CudaTestDevice.Own);
