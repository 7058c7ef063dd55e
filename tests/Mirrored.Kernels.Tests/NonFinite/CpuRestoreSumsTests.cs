namespace Mirrored;

public sealed class RestoreSumsTestsPortable() : RestoreSumsTests(CpuTestDevice.Portable);

public sealed class RestoreSumsTests128() : RestoreSumsTests(CpuTestDevice.Bits128);

public sealed class RestoreSumsTests256() : RestoreSumsTests(CpuTestDevice.Bits256);
