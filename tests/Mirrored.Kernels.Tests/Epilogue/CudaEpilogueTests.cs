namespace Mirrored;

public sealed class EpilogueTestsCuda() : EpilogueTests(CudaTestDevice.Own);
