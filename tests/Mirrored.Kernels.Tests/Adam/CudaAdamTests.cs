namespace Mirrored;

public sealed class AdamTestsCuda() : AdamTests(CudaTestDevice.Own);
