namespace Mirrored;

/// <summary>The CPU kernels give the same bits at every vector width, on any number of threads and for any split of
/// the rows.</summary>
public sealed class CpuBitsTests
{
    private static readonly DropoutMask Dropout = new(Seed: 9, Layer: 1, Rate: 0.4);

    /// <summary>Operations with lengths that fill no whole vector but several threads' parts.</summary>
    private static readonly Dictionary<string, Func<OperationHarness, Operation>> Samples = new()
    {
        ["Accumulate"] = harness => AccumulateTests.Place(harness, 333),
        ["Accumulate, weighted"] = harness => AccumulateTests.PlaceWeighted(harness, 332, 7, AccumulateCount.Weights),
        ["AddPenalty"] = harness => AddPenaltyTests.Place(harness, 3_333),
        ["Binary"] = harness => BinaryTests.Place(harness, 700, 333, BinaryFunction.Divide),
        ["Binary, a row for all"] = harness => BinaryTests.Place(harness, 700, 333, BinaryFunction.Maximum, Broadcast.Row),
        ["Binary, a number a row"] = harness => BinaryTests.Place(harness, 700, 333, BinaryFunction.Less, Broadcast.Column),
        ["BlockSum, gradients"] = harness => BlockSumTests.Place(harness, UpdateTests.Varied([90_001, 77]), gradients: true),
        ["BlockSum, penalty"] = harness => BlockSumTests.Place(harness, UpdateTests.Varied([77, 90_001]), gradients: false),
        ["Checksum"] = harness => ChecksumTests.Place(harness, 20_003),
        ["ArgMax"] = harness => ArgMaxTests.Place(harness, 333, 333),
        ["ConfusionMatrix"] = harness => ConfusionMatrixTests.Place(harness, 333, 7),
        ["ElementLoss, cross-entropy"] = harness => ElementLossTests.Typical(harness, 131, 333, ElementLossFunction.BinaryCrossEntropy),
        ["ElementLoss, logits"] = harness => ElementLossTests.Typical(harness, 131, 333, ElementLossFunction.BinaryCrossEntropyFromLogit),
        ["ElementLoss, log cosh"] = harness => ElementLossTests.Typical(harness, 131, 333, ElementLossFunction.LogCosh),
        ["ElementLoss, squares"] = harness => ElementLossTests.Typical(harness, 131, 333, ElementLossFunction.SquaredError),
        ["InTopK"] = harness => InTopKTests.Place(harness, 333, 333, 5),
        ["ThresholdCounts"] = harness => ThresholdCountsTests.Place(harness, 333, 3, 200),
        ["TopK"] = harness => TopKTests.Place(harness, 131, 77, 5),
        ["VectorLoss, logits"] = harness => VectorLossTests.Typical(harness, 131, 333, VectorLossFunction.CategoricalCrossEntropyFromLogits),
        ["VectorLoss, cosine"] = harness => VectorLossTests.Typical(harness, 131, 333, VectorLossFunction.CosineSimilarity),
        ["Cast"] = harness => CastTests.Place(harness, 333),
        ["ClipScale"] = harness => ClipScaleTests.Place(harness, global: false),
        ["ColumnSum"] = harness => ColumnSumTests.Place(harness, 700, 333),
        ["Epilogue, ReLU and dropout"] = harness =>
            EpilogueTests.Place(harness, 131, 333, Activation.Relu, dropout: Dropout),
        ["Epilogue, linear"] = harness => EpilogueTests.Place(harness, 333, 333, Activation.Linear),
        ["Epilogue, sigmoid"] = harness => EpilogueTests.Place(harness, 131, 333, Activation.Sigmoid),
        ["Epilogue, tanh"] = harness => EpilogueTests.Place(harness, 131, 333, Activation.Tanh, bias: false),
        ["EpilogueGradient, linear and dropout"] = harness =>
            EpilogueGradientTests.Place(harness, 131, 333, Activation.Linear, Dropout),
        ["EpilogueGradient, ReLU and dropout"] = harness =>
            EpilogueGradientTests.Place(harness, 333, 333, Activation.Relu, Dropout),
        ["EpilogueGradient, sigmoid"] = harness => EpilogueGradientTests.Place(harness, 333, 333, Activation.Sigmoid),
        ["EpilogueGradient, tanh"] = harness => EpilogueGradientTests.Place(harness, 333, 333, Activation.Tanh),
        ["Fill"] = harness => FillTests.Place(harness, 140_001),
        ["FindNonFinite"] = harness => FindNonFiniteTests.Place(harness, false, (17, float.NaN), (3000, float.PositiveInfinity)).Operation,
        ["Gather, formula"] = harness => GatherTests.PlaceBytes(harness, 211, 785, GatherTests.Table(b => b / 255.0)),
        ["GlobalMean"] = harness => GlobalMeanTests.Place(harness, 333, momentum: 0.9f),
        ["Gather, table"] = harness => GatherTests.PlaceBytes(harness, 211, 785, TestData.Uniform(1, 256)),
        ["LossGradient"] = harness => LossGradientTests.Place(harness, 333, 3),
        ["NormConstraint, first axis"] = harness => NormConstraintTests.Place(harness, [333, 701], new(0.5, 1, 0.9, 0)),
        ["NormConstraint, last axis"] = harness => NormConstraintTests.Place(harness, [701, 333], new(0.5, 1, 0.9, -1)),
        ["RandomUniform"] = harness => RandomUniformTests.Place(harness, 9_001),
        ["ReduceLeaves, 3"] = harness => ReduceLeavesTests.Place(harness, 3, 20_000, 7, 19_001),
        ["ReduceLeaves, 8"] = harness => ReduceLeavesTests.Place(harness, 8, 20_000, 7, 19_001),
        ["GaussianNoise"] = harness => GaussianNoiseTests.Place(harness, 131, 333),
        ["RestoreSums"] = harness => RestoreSumsTests.Place(harness, 12).Operation,
        ["RowNormalize"] = harness => RowNormalizeTests.Place(harness, 131, 333),
        ["RowNormalizeGradient"] = harness => RowNormalizeGradientTests.Place(harness, 131, 333),
        ["RowReduce, maximum"] = harness => RowReduceTests.Place(harness, 700, 333, RowFunction.Maximum),
        ["RowReduce, sum"] = harness => RowReduceTests.Place(harness, 700, 333, RowFunction.Sum),
        ["Softmax"] = harness => SoftmaxTests.Place(harness, 131, 333),
        ["Softmax, ten columns"] = harness => SoftmaxTests.Place(harness, 1111, 10),
        ["SoftmaxGradient"] = harness => SoftmaxGradientTests.Place(harness, 131, 333),
        ["SparseAccuracy"] = harness => SparseAccuracyTests.Place(harness, 333, 333),
        ["SparseCrossEntropy"] = harness => SparseCrossEntropyTests.Place(harness, 131, 333),
        ["SparseCrossEntropy, ten columns"] = harness => SparseCrossEntropyTests.Place(harness, 1111, 10),
        ["SparseCrossEntropy, evaluation"] = harness =>
            SparseCrossEntropyTests.Place(harness, 131, 333, evaluate: true),
        ["SparseCrossEntropy, probabilities"] = harness =>
            SparseCrossEntropyTests.Place(harness, 131, 333, fromProbabilities: true),
        ["Unary"] = harness => UnaryTests.Place(harness, 131, 333, UnaryFunction.Gelu),
        ["UnaryGradient"] = harness => UnaryGradientTests.Place(harness, 131, 333, UnaryFunction.Swish),
        ["Update, Adam"] = harness => UpdateTests.Place(harness, UpdateTests.Varied([20_003, 5, 20_003]), UpdateRules.Adam),
        ["Update, everything"] = harness => UpdateTests.Place(harness, UpdateTests.Varied([9, 20_003]), UpdateRules.Everything, 0.5, [0.5f, 2]),
    };

    public static TheoryData<string> Names => [.. Samples.Keys];

    public static TheoryData<string> RowOperations => [.. Samples.Where(IsRowOperation).Select(sample => sample.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Launch_AnyWidthAndThreads_GivesTheSameBits(string sample)
    {
        byte[] expected = Run(sample, SimdWidth.Portable, threads: 1, (_, prepared) => prepared.Launch());

        foreach (SimdWidth width in SimdWidths.All)
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                byte[] actual = Run(sample, width, threads, (_, prepared) => prepared.Launch());
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{width}, {threads} threads");
            }
        }
    }

    [Theory]
    [MemberData(nameof(RowOperations))]
    public void RunRows_AnySplit_GivesTheSameBits(string sample)
    {
        foreach (SimdWidth width in SimdWidths.All)
        {
            byte[] expected = Run(sample, width, threads: 1, (_, prepared) => prepared.Launch());
            foreach (int panel in (int[])[1, 5, 64])
            {
                byte[] actual = Run(
                    sample, width, threads: 1, (operation, prepared) => RunPanels(operation, prepared, panel));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"{width}, panels of {panel} rows");
            }
        }
    }

    /// <summary>There is no operation whose bits depend on anything else, so deterministic mode has none to refuse.</summary>
    [Fact]
    public void Samples_CoverEveryOperationButTheProductWhichHasItsOwnTests()
    {
        using WorkerPool pool = new(1);
        using CpuScratch scratch = new();
        IEnumerable<string> all = CpuOperations.Create<SimdPortable, float, uint>(pool, scratch).Kinds.Select(kind => kind.Name);
        IEnumerable<string> sampled = Samples.Keys.Select(name => name.Split(',')[0] + "Operation");

        Assert.Equal([nameof(MatMulOperation)], all.Except(sampled));
    }

    private static bool IsRowOperation(KeyValuePair<string, Func<OperationHarness, Operation>> sample)
    {
        using OperationHarness harness = new(CpuTestDevice.Portable);
        return sample.Value(harness) is RowOperation;
    }

    private static byte[] Run(
        string sample, SimdWidth width, int threads, Action<Operation, PreparedOperation> run)
    {
        using WorkerPool pool = new(threads);
        using OperationHarness harness = new(new CpuTestDevice(width, pool));
        Operation operation = Samples[sample](harness);
        run(operation, harness.Prepare(operation));
        return harness.TensorBytes();
    }

    /// <summary>Runs panels of rows from the last to the first, as threads may.</summary>
    private static void RunPanels(Operation operation, PreparedOperation prepared, int panel)
    {
        int rows = Assert.IsAssignableFrom<RowOperation>(operation).Rows;
        CpuRowOperation kernel = Assert.IsAssignableFrom<CpuRowOperation>(prepared);
        for (int start = (rows - 1) / panel * panel; start >= 0; start -= panel)
            kernel.RunRows(start, Math.Min(rows, start + panel));
    }
}
