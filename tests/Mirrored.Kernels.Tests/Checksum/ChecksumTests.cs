namespace Mirrored;

public abstract class ChecksumTests(TestDevice device) : OperationTests(device)
{
    /// <summary>Two words of a Float64 tensor hold a partial sum as well as one of a number.</summary>
    private const int Words = ChecksumOperation.Parts;

    internal static ChecksumOperation Place(OperationHarness harness, int length) =>
        Place(harness, TestData.Uniform(3, length)).Operation;

    [Fact]
    public void Launch_AnyLength_SumsWhatTheContractSays()
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] values = TestData.Uniform(length, length);
            ulong expected = 0;
            for (int i = 0; i < length; i++) expected += ChecksumOperation.Mix(BitConverter.SingleToUInt32Bits(values[i]), i);

            Assert.Equal(expected, Checksum(values));
        }
    }

    [Fact]
    public void Launch_OneBitFlippedAnywhere_GivesAnotherSum()
    {
        float[] values = TestData.Uniform(1, 100);
        ulong expected = Checksum(values);

        for (int bit = 0; bit < 32; bit++)
        {
            float[] flipped = [.. values];
            flipped[bit * 3] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(flipped[bit * 3]) ^ (1u << bit));
            Assert.NotEqual(expected, Checksum(flipped));
        }
    }

    [Fact]
    public void Launch_TwoElementsSwapped_GivesAnotherSum() => Assert.NotEqual(Checksum([1, 2, 3]), Checksum([1, 3, 2]));

    [Fact]
    public void Prepare_OtherElementType_Throws()
    {
        using OperationHarness harness = NewHarness();
        PlanTensor words = harness.PlaceOutput("words", 4, DType.Int32);
        PlanTensor output = harness.PlaceOutput("sums", Words, DType.Float64);

        Assert.Throws<ArgumentException>(
            () => harness.Prepare(new ChecksumOperation { Input = words, Output = harness.Address(output) }));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 200_000);

    private static (ChecksumOperation Operation, PlanTensor Sums) Place(OperationHarness harness, float[] values)
    {
        PlanTensor input = harness.Place("input", values.Length, values);
        PlanTensor sums = harness.PlaceOutput("sums", Words, DType.Float64);
        return (new ChecksumOperation { Input = input, Output = harness.Address(sums) }, sums);
    }

    private ulong Checksum(float[] values)
    {
        using OperationHarness harness = NewHarness();
        (ChecksumOperation operation, PlanTensor sums) = Place(harness, values);
        harness.Run(operation, writes: [sums]);
        ulong total = 0;
        foreach (double part in harness.Read<double>(sums)) total += BitConverter.DoubleToUInt64Bits(part);
        return total;
    }
}
