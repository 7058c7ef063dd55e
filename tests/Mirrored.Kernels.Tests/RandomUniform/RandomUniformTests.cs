namespace Mirrored;

public abstract class RandomUniformTests(TestDevice device) : OperationTests(device)
{
    private const ulong Seed = 0xFEDCBA9876543210;
    private const uint Stream = (1u << 31) + 5;

    internal static RandomUniformOperation Place(
        OperationHarness harness, int length, float minimum = -0.25f, float maximum = 0.5f) => new()
        {
            Output = harness.PlaceOutput("kernel", length),
            Seed = Seed,
            Stream = Stream,
            Minimum = minimum,
            Maximum = maximum,
        };

    [Fact]
    public void Launch_AnyLength_GivesTheDocumentedNumbers()
    {
        for (int length = 0; length <= 257; length++)
        {
            using OperationHarness harness = NewHarness();
            RandomUniformOperation operation = Place(harness, length);

            harness.Run(operation);

            Expect.SameBits(Reference(length), harness.Read(operation.Output), $"length {length}");
        }
    }

    [Fact]
    public void Launch_LongerThanOnePart_GivesTheDocumentedNumbers()
    {
        const int Length = 20_001;
        using OperationHarness harness = NewHarness();
        RandomUniformOperation operation = Place(harness, Length);

        harness.Run(operation);

        Expect.SameBits(Reference(Length), harness.Read(operation.Output), "all");
    }

    [Fact]
    public void Launch_ManyElements_SpreadsThemEvenly()
    {
        const int Length = 20_000, Bins = 10;
        using OperationHarness harness = NewHarness();
        RandomUniformOperation operation = Place(harness, Length, 0, Bins);

        harness.Run(operation);

        int[] counts = new int[Bins];
        foreach (float value in harness.Read(operation.Output)) counts[(int)value]++;
        // Each count is binomial: mean 2,000, standard deviation sqrt(20,000 * 0.1 * 0.9) = 42.4; 5 of them is 212.
        Assert.All(counts, count => Assert.InRange(count, 2_000 - 212, 2_000 + 212));
    }

    private protected override Operation PlaceTypical(OperationHarness harness) => Place(harness, 20_000);

    private static float[] Reference(int length)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            uint word = PhiloxReference.Block(Seed, (uint)(i / 4), 0, 0, Stream)[i % 4];
            values[i] = MathF.FusedMultiplyAdd((word >> 8) / 16777216f, 0.75f, -0.25f);
        }

        return values;
    }
}
