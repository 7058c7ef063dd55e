namespace Mirrored;

public sealed class AddPenaltyTestsCuda() : AddPenaltyTests(CudaTestDevice.Own);
