namespace Mirrored.Core.Tests;

public sealed class MemoryPlannerTests
{
    [Theory]
    [InlineData(StepMode.Train)]
    [InlineData(StepMode.Evaluate)]
    [InlineData(StepMode.Predict)]
    public void Place_TensorsThatLiveTogether_NeverOverlap(object modeValue)
    {
        StepBuilder step = PlanFixture.Describe((StepMode)modeValue, rows: 37);
        IReadOnlyList<Operation> plan = PlanFusion.Fuse(step.Operations, step.Kept);

        long size = MemoryPlanner.Place(plan, step.Kept);

        var lifetimes = plan.SelectMany((o, i) => o.Reads.Concat(o.Writes).Select(t => (Tensor: t.Root, Time: i)))
            .Where(u => u.Tensor.Region == MemoryRegion.Arena).GroupBy(u => u.Tensor)
            .Select(g => (Tensor: g.Key, First: g.Min(u => u.Time), Last: step.Kept.Any(k => k.Root == g.Key) ? 99 : g.Max(u => u.Time)))
            .ToArray();
        foreach (var a in lifetimes)
        {
            Assert.InRange(a.Tensor.Offset + a.Tensor.Bytes, 0, size);
            Assert.Equal(0, a.Tensor.Offset % ParameterLayout.Alignment);
            foreach (var b in lifetimes.Where(b => b.Tensor != a.Tensor && a.First <= b.Last && b.First <= a.Last))
                Assert.True(
                    a.Tensor.Offset + a.Tensor.Bytes <= b.Tensor.Offset || b.Tensor.Offset + b.Tensor.Bytes <= a.Tensor.Offset,
                    $"{a.Tensor} and {b.Tensor} overlap.");
        }
    }

    [Fact]
    public void Place_LongChain_ReusesMemory()
    {
        Parameter[] kernels = [.. Enumerable.Range(0, 10).Select(i => new Parameter($"kernel{i}", [64, 64], true))];
        _ = new ParameterLayout(kernels, 1);
        StepBuilder step = new(new PlanKey(StepMode.Predict, 16, DType.Float32, DType.Int32), kernels, 1);
        PlanTensor x = step.Begin(64);
        foreach (Parameter kernel in kernels) x = step.Relu(step.MatMul(x, kernel));
        step.Keep(x);

        long size = MemoryPlanner.Place(PlanFusion.Fuse(step.Operations, step.Kept), step.Kept);

        // Input and output of one layer at a time: two tensors of 16 x 64 floats.
        Assert.Equal(2 * 16 * 64 * sizeof(float), size);
    }
}
