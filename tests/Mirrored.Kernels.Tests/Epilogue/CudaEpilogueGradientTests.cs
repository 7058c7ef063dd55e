namespace Mirrored;

public sealed class EpilogueGradientTestsCuda() : EpilogueGradientTests(CudaTestDevice.Own);
