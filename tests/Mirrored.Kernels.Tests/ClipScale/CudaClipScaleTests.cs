namespace Mirrored;

public sealed class ClipScaleTestsCuda() : ClipScaleTests(CudaTestDevice.Own);
