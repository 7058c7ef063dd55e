namespace Mirrored;

public sealed class GaussianNoiseTestsCuda() : GaussianNoiseTests(CudaTestDevice.Own);
