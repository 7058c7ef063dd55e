namespace Mirrored;

public sealed class RowNormalizeGradientTestsCuda() : RowNormalizeGradientTests(CudaTestDevice.Own);
