namespace Mirrored;

public sealed class RestoreSumsTestsCuda() : RestoreSumsTests(CudaTestDevice.Own);
