namespace Mirrored;

public sealed class AddPenaltyTestsPortable() : AddPenaltyTests(CpuTestDevice.Portable);

public sealed class AddPenaltyTests128() : AddPenaltyTests(CpuTestDevice.Bits128);

public sealed class AddPenaltyTests256() : AddPenaltyTests(CpuTestDevice.Bits256);

public sealed class AddPenaltyTests512() : AddPenaltyTests(CpuTestDevice.Bits512);
