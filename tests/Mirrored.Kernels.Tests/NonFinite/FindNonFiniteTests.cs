namespace Mirrored;

public abstract class FindNonFiniteTests(TestDevice device) : OperationTests(device)
{
    private const int Step = 5;

    /// <summary>Weights of these lengths; padding of two blocks follows.</summary>
    private static readonly int[] Lengths = [200, 1, 5000, 64];

    public static TheoryData<float> Values => [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    /// <summary>Places gradients with some numbers put in, a record and a signal.</summary>
    internal static (FindNonFiniteOperation Operation, PlanTensor Record, PlanTensor Signal) Place(
        OperationHarness harness, bool stays = false, params (int Element, float Value)[] bad)
    {
        FlatWeights weights = new(Lengths);
        float[] values = weights.Values(3, -3e38f, 3e38f);
        foreach ((int element, float value) in bad) values[element] = value;
        harness.State.Step = Step;
        harness.MaySkip = true;
        PlanTensor gradients = harness.Place("gradients", weights.Length, values);
        SegmentTensors segments = weights.Place(harness);
        PlanTensor record = harness.Place("record", NonFiniteRecord.Words(Lengths.Length), new double[NonFiniteRecord.Words(Lengths.Length)]);
        PlanTensor signal = harness.Place("signal", 1, [0.0]);
        return (new FindNonFiniteOperation
        {
            Gradients = gradients, Segments = segments, Record = harness.Address(record), Signal = harness.Address(signal), Stays = stays,
        }, record, signal);
    }

    [Fact]
    public void Launch_AllFinite_ChangesNothing()
    {
        using OperationHarness harness = NewHarness();
        (FindNonFiniteOperation operation, _, _) = Place(harness);

        harness.Run(operation, writes: []);

        Assert.Equal(0, harness.ReadState().Skip);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Launch_OneElementAnywhere_SkipsAndNamesItsSegment(float value)
    {
        FlatWeights weights = new(Lengths);
        for (int element = 0; element < weights.Length; element += 37)
        {
            using OperationHarness harness = NewHarness();
            (FindNonFiniteOperation operation, PlanTensor record, PlanTensor signal) = Place(harness, false, (element, value));

            harness.Run(operation, writes: [record, signal]);

            Assert.Equal(1, harness.ReadState().Skip);
            Assert.Equal(Step, Words(harness, signal)[0]);
            long[] words = Words(harness, record);
            Assert.Equal(Step, words[NonFiniteRecord.Step]);
            int segment = BlockSegment(weights, element);
            for (int i = 0; i <= Lengths.Length; i++)
                Assert.Equal(i == segment ? Step : 0, words[NonFiniteRecord.FirstSegment + i]);
        }
    }

    [Fact]
    public void Launch_BehindABadStepThatStays_SkipsUnseen()
    {
        using OperationHarness harness = NewHarness();
        (FindNonFiniteOperation operation, PlanTensor record, PlanTensor signal) = Place(harness, stays: true, (0, float.NaN));
        PreparedOperation prepared = harness.Prepare(operation);
        harness.Launch(prepared);
        long[] before = Words(harness, record);

        harness.State.Step = Step + 1;
        harness.Launch(prepared);

        Assert.Equal(1, harness.ReadState().Skip);
        Assert.Equal(before, Words(harness, record));
        Assert.Equal(Step, Words(harness, signal)[0]);
    }

    [Fact]
    public void Prepare_WithoutRecord_Throws()
    {
        using OperationHarness harness = NewHarness();
        FlatWeights weights = new([64]);
        PlanTensor gradients = harness.Place("gradients", weights.Length, weights.Values(1));
        SegmentTensors segments = weights.Place(harness);

        Assert.Throws<ArgumentOutOfRangeException>(() => harness.Prepare(
            new FindNonFiniteOperation { Gradients = gradients, Segments = segments, Record = 0, Signal = 8 }));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness).Operation;

    private static int BlockSegment(FlatWeights weights, int element)
    {
        int block = element / Segment.BlockLength * Segment.BlockLength;
        for (int i = 0; i < weights.Segments.Count; i++)
            if (block >= weights.Segments[i].Start && block < weights.Segments[i].End) return i;
        return weights.Segments.Count;
    }

    private static long[] Words(OperationHarness harness, PlanTensor tensor) =>
        [.. harness.Read<double>(tensor).Select(BitConverter.DoubleToInt64Bits)];
}
