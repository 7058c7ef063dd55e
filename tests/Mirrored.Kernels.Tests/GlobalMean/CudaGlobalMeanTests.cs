namespace Mirrored;

public sealed class GlobalMeanTestsCuda() : GlobalMeanTests(CudaTestDevice.Own);
