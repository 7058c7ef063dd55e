namespace Mirrored;

public sealed class NormConstraintTestsCuda() : NormConstraintTests(CudaTestDevice.Own);
