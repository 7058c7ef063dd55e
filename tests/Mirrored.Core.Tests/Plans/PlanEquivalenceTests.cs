namespace Mirrored.Core.Tests;

/// <summary>Fusion and shared memory change no bit, whatever layers follow one another.</summary>
public sealed class PlanEquivalenceTests : IDisposable
{
    private const int Plans = 300;

    private readonly WorkerPool _pool = new(1);

    public void Dispose() => _pool.Dispose();

    [Theory]
    [InlineData("Train")]
    [InlineData("Evaluate")]
    [InlineData("Predict")]
    public void Fuse_RandomPlans_GiveTheBitsOfTheOperationsAsDescribed(string mode)
    {
        for (int seed = 0; seed < Plans; seed++)
        {
            RandomPlan plan = new(seed);
            int rows = 1 + (seed % 13);
            PlanKey key = new(Enum.Parse<StepMode>(mode), rows, DType.Float32, DType.Int32);
            StepBuilder plain = plan.Describe(key), fused = plan.Describe(key);
            IReadOnlyList<Operation> operations = PlanFusion.Fuse(fused.Operations, fused.Kept);
            long bytes = MemoryPlanner.Place(operations, fused.Kept);

            (float[] gradients, double[] sums, float[] output) =
                PlanRun.Of(plain.Operations, PlaceApart(plain.Operations), plan, rows, plain.Kept.SingleOrDefault(), _pool);
            (float[] fusedGradients, double[] fusedSums, float[] fusedOutput) =
                PlanRun.Of(operations, bytes, plan, rows, fused.Kept.SingleOrDefault(), _pool);

            Assert.Equal(Bits(gradients), Bits(fusedGradients));
            Assert.Equal(sums, fusedSums);
            Assert.Equal(Bits(output), Bits(fusedOutput));
        }
    }

    /// <summary>Gives every tensor memory of its own.</summary>
    private static long PlaceApart(IReadOnlyList<Operation> operations)
    {
        long offset = 0;
        foreach (PlanTensor tensor in operations.SelectMany(o => o.Reads.Concat(o.Writes)).Select(t => t.Root).Distinct())
        {
            if (tensor.Region != MemoryRegion.Arena) continue;
            tensor.Offset = offset;
            offset += (tensor.Bytes + 511) / 256 * 256;
        }

        return offset;
    }

    private static int[] Bits(float[] values) => [.. values.Select(v => BitConverter.SingleToInt32Bits(v))];
}
