namespace Mirrored;

public sealed class ThresholdCountsTestsCuda() : ThresholdCountsTests(CudaTestDevice.Own);
