namespace Mirrored;

public abstract class UpdateTests(TestDevice device) : OperationTests(device)
{
    // m + (g - m) c rounds the difference and the sum: two roundings, each of at most |m| + |g|. g² adds one for v.
    private const double MomentRoundings = 3;

    // Beyond the moments' errors (relative 3 for m and, halved by the root, 2 for v): the root, the sum with epsilon
    // and the quotient, each relative to the update. The last sum rounds relative to w.
    private const double UpdateRoundings = 8;

    private const float StepSize = 0.01f;

    /// <summary>Lengths around those of vectors, quads, blocks and the CPU's tiles and parts.</summary>
    private static readonly int[] Lengths = [1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 127, 128, 129, 130, 511, 512, 513, 4095, 9001];

    internal static UpdateOperation Place(
        OperationHarness harness, FlatWeights flat, UpdateRule rule, double clipValue = double.PositiveInfinity, float[]? scales = null)
    {
        harness.State.LearningRate = 0.3f;
        for (int i = 0; i < StepScalars.Count; i++) harness.State.Scalars[i] = rule.Slots == 2 ? -StepSize : 0.1f + i;
        byte[] image = new byte[UpdateRule.ImageBytes];
        rule.WriteTo(image);
        return new UpdateOperation
        {
            Weights = harness.Place("w", flat.Length, flat.Values(1)),
            Gradients = harness.Place("g", flat.Length, flat.Values(2)),
            Slots = [.. Enumerable.Range(0, rule.Slots).Select(s => harness.Place($"slot {s}", flat.Length, flat.Values(3 + s, 0)))],
            Segments = flat.Place(harness, scales),
            Rule = rule,
            RuleImage = harness.Place("rule", image.Length, image),
            ClipValue = clipValue,
            Scaled = scales is not null,
        };
    }

    /// <summary>A part of an update.</summary>
    internal static UpdateOperation Slice(UpdateOperation whole, long start, long? count) => new()
    {
        Weights = whole.Weights, Gradients = whole.Gradients, Slots = whole.Slots, Segments = whole.Segments, Rule = whole.Rule,
        RuleImage = whole.RuleImage, ClipValue = whole.ClipValue, Scaled = whole.Scaled, Start = start, Count = count,
    };

    /// <summary>Segments that differ in everything.</summary>
    internal static FlatWeights Varied(IReadOnlyList<int> lengths) => new(lengths, (i, segment) => segment with
    {
        L1 = i % 2 == 1 ? 0.125f * i : 0,
        TwiceL2 = i % 3 == 1 ? 0.3f : 0,
        Decay = i % 4 == 2 ? 0.2f : 0,
        Floor = i % 5 == 3 ? -0.05f : float.NegativeInfinity,
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Launch_Adam_FollowsTheFormula(bool kernelOfItsOwn)
    {
        FlatWeights flat = new(Lengths);
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, flat, kernelOfItsOwn ? UpdateRules.Adam : UpdateRules.AdamByInstructions);

        harness.Run(operation);

        CheckAdam(harness, operation, flat);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Launch_SegmentsThatDiffer_GivesTheDocumentedBits(bool scaled)
    {
        FlatWeights flat = Varied(Lengths);
        float[]? scales = scaled ? TestData.Uniform(20, Lengths.Length) : null;
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, flat, UpdateRules.Everything, clipValue: 0.7, scales);

        harness.Run(operation);

        float[][] expected = Reference(flat, UpdateRules.Everything, 0.7f, scales, operation, harness);
        Expect.SameBits(expected[0], harness.Read(operation.Weights), "w");
        for (int s = 0; s < operation.Slots.Count; s++) Expect.SameBits(expected[2 + s], harness.Read(operation.Slots[s]), $"slot {s}");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(0.7, true)]
    public void Launch_RuleThatDecays_GivesTheDocumentedBits(double clipValue, bool scaled)
    {
        FlatWeights flat = Varied(Lengths);
        float[]? scales = scaled ? TestData.Uniform(20, Lengths.Length) : null;
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, flat, UpdateRules.DecayedDescent, clipValue, scales);

        harness.Run(operation);

        float[][] expected = Reference(flat, UpdateRules.DecayedDescent, (float)clipValue, scales, operation, harness);
        Expect.SameBits(expected[0], harness.Read(operation.Weights), "w");
    }

    [Theory]
    [InlineData(double.PositiveInfinity, false, false)]
    [InlineData(0.7, true, false)]
    [InlineData(double.PositiveInfinity, false, true)]
    [InlineData(0.7, true, true)]
    public void Launch_Adam_KernelOfItsOwnGivesTheBitsOfTheInstructions(double clipValue, bool scaled, bool decays)
    {
        (UpdateRule own, UpdateRule byInstructions) = decays
            ? (UpdateRules.AdamW, UpdateRules.AdamWByInstructions) : (UpdateRules.Adam, UpdateRules.AdamByInstructions);
        Assert.True(own.IsAdam);
        Assert.False(byInstructions.IsAdam);
        FlatWeights flat = Varied(Lengths);
        float[]? scales = scaled ? TestData.Uniform(20, Lengths.Length) : null;
        float[][] results = [.. new[] { own, byInstructions }.Select(rule =>
        {
            using OperationHarness harness = NewHarness();
            UpdateOperation operation = Place(harness, flat, rule, clipValue, scales);
            harness.Run(operation);
            return operation.Writes.SelectMany(harness.Read).ToArray();
        })];

        Expect.SameBits(results[1], results[0], "w, m, v");
    }

    [Fact]
    public void Launch_Skip_ChangesNothing()
    {
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, new FlatWeights([100]), UpdateRules.Adam);
        harness.State.Skip = 1;

        harness.Run(operation, writes: []);
    }

    [Fact]
    public void Launch_NotANumberInOneGradient_SpoilsThatWeightOnly()
    {
        const int Bad = 17;
        FlatWeights flat = Varied([100]);
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, flat, UpdateRules.Adam, clipValue: 0.5);
        float[] gradients = flat.Values(2);
        gradients[Bad] = float.NaN;
        operation = new UpdateOperation
        {
            Weights = operation.Weights, Gradients = harness.Place("bad", flat.Length, gradients), Slots = operation.Slots,
            Segments = operation.Segments, Rule = operation.Rule, RuleImage = operation.RuleImage, ClipValue = 0.5,
        };

        harness.Run(operation);

        float[] weights = harness.Read(operation.Weights);
        for (int i = 0; i < flat.Length; i++) Assert.Equal(i == Bad, float.IsNaN(weights[i]));
    }

    [Fact]
    public void Prepare_SlotsOfAnotherLength_Throws()
    {
        using OperationHarness harness = NewHarness();
        UpdateOperation operation = Place(harness, new FlatWeights([100]), UpdateRules.Adam);
        operation = new UpdateOperation
        {
            Weights = operation.Weights, Gradients = operation.Gradients, Slots = [operation.Slots[0], harness.PlaceOutput("v", 7)],
            Segments = operation.Segments, Rule = operation.Rule, RuleImage = operation.RuleImage,
        };

        ArgumentException error = Assert.Throws<ArgumentException>(() => harness.Prepare(operation));

        Assert.Equal("Update: v (7,) Float32 does not fit; expected 256 elements of Float32.", error.Message);
    }

    private protected override Operation PlaceTypical(OperationHarness harness) =>
        Place(harness, Varied([20_000, 7, 5_000]), UpdateRules.Adam);

    /// <summary>All registers in memory after one update, element by element.</summary>
    private static float[][] Reference(
        FlatWeights flat, UpdateRule rule, float clipValue, float[]? scales, UpdateOperation operation, OperationHarness harness)
    {
        float[][] memory = [flat.Values(1), flat.Values(2), .. operation.Slots.Select((_, s) => flat.Values(3 + s, 0))];
        float[] registers = new float[rule.Registers];
        for (int i = 0; i < rule.Scalars; i++) registers[rule.VectorRegisters + i] = harness.State.Scalars[i];
        rule.Constants.ToArray().CopyTo(registers, rule.VectorRegisters + rule.Scalars);
        for (int i = 0; i < flat.Length; i++)
        {
            int number = flat.Of(i);
            if (number < 0) continue;
            Segment segment = flat.Segments[number];
            for (int r = 0; r < memory.Length; r++) registers[r] = memory[r][i];
            registers[1] = UpdateRules.Gradient(registers[1], registers[0], segment, clipValue) * (scales?[number] ?? 1);
            float decay = -(harness.State.LearningRate * segment.Decay);
            if (segment.Decay != 0 && !rule.DecaysItself) registers[0] = MathF.FusedMultiplyAdd(decay, registers[0], registers[0]);
            foreach (UpdateInstruction code in rule.Instructions)
                registers[code.Target] = UpdateRules.Apply(
                    code.Code, registers[code.A], registers[code.B], code.Code == UpdateCode.Decay ? decay : registers[code.C]);
            if (registers[0] < segment.Floor) registers[0] = segment.Floor;
            for (int r = 0; r < memory.Length; r++) if (rule.Writes(r)) memory[r][i] = registers[r];
        }

        return memory;
    }

    private static void CheckAdam(OperationHarness harness, UpdateOperation operation, FlatWeights flat)
    {
        float[] w = flat.Values(1), g = flat.Values(2), m = flat.Values(3, 0), v = flat.Values(4, 0);
        double c1 = 1 - UpdateRules.Beta1, c2 = 1 - UpdateRules.Beta2;
        double[] newM = new double[flat.Length], newV = new double[flat.Length], newW = new double[flat.Length];
        double[] update = new double[flat.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            newM[i] = m[i] + (g[i] - (double)m[i]) * c1;
            newV[i] = v[i] + (g[i] * (double)g[i] - v[i]) * c2;
            double root = Math.Sqrt(newV[i]) + UpdateRules.Epsilon;
            newW[i] = w[i] - StepSize * newM[i] / root;
            // What the moment and the update are sums of bounds their errors where they cancel.
            update[i] = StepSize * (Math.Abs(m[i]) + Math.Abs(g[i])) / root;
        }

        Expect.Close(
            newM, harness.Read(operation.Slots[0]), i => MomentRoundings * Expect.Rounding * (Math.Abs(m[i]) + Math.Abs(g[i])), "m");
        Expect.Close(
            newV, harness.Read(operation.Slots[1]), i => MomentRoundings * Expect.Rounding * (v[i] + g[i] * g[i]), "v");
        Expect.Close(
            newW, harness.Read(operation.Weights), i => Expect.Rounding * (Math.Abs(w[i]) + UpdateRoundings * update[i]), "w");
    }
}
