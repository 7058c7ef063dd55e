namespace Mirrored;

public sealed class UpdateTestsCuda() : UpdateTests(CudaTestDevice.Own);
