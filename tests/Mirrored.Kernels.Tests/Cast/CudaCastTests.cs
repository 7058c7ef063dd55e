namespace Mirrored;

public sealed class CastTestsCuda() : CastTests(CudaTestDevice.Own);
