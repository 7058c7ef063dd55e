namespace Mirrored;

public sealed class FindNonFiniteTestsCuda() : FindNonFiniteTests(CudaTestDevice.Own);
