namespace Mirrored;

public sealed class ArgMaxTestsCuda() : ArgMaxTests(CudaTestDevice.Own);
