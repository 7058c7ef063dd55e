namespace Mirrored;

public sealed class RandomUniformTestsCuda() : RandomUniformTests(CudaTestDevice.Own);
