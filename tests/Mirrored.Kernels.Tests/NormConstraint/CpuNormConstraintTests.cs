namespace Mirrored;

public sealed class NormConstraintTestsPortable() : NormConstraintTests(CpuTestDevice.Portable);

public sealed class NormConstraintTests128() : NormConstraintTests(CpuTestDevice.Bits128);

public sealed class NormConstraintTests256() : NormConstraintTests(CpuTestDevice.Bits256);

public sealed class NormConstraintTests512() : NormConstraintTests(CpuTestDevice.Bits512);
