namespace Mirrored;

public sealed class AccumulateTestsCuda() : AccumulateTests(CudaTestDevice.Own);
