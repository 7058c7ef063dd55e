using System.Runtime.InteropServices;

namespace Mirrored.Core.Tests;

/// <summary>Runs operations once on the CPU, on made-up rows and weights, and reads what they leave.</summary>
internal static unsafe class PlanRun
{
    public static (float[] Gradients, double[] Sums, float[] Output) Of(
        IReadOnlyList<Operation> operations, long arenaBytes, RandomPlan plan, int rows, PlanTensor? output, WorkerPool pool)
    {
        using CpuDevice device = new(0, pool, SimdWidths.Best);
        using DeviceBuffer weights = Weights(device, plan.Layout), gradients = device.Allocate(plan.Layout.TrainableBytes, "gradients"),
            sums = device.Allocate(64, "sums"), arena = device.Allocate(arenaBytes, "arena");
        int width = (int)plan.InputShape.Length;
        float[] features = [.. Enumerable.Range(0, rows * width).Select(i => MathF.Sin(1 + (0.7f * i)))];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 4)], numbers = [.. Enumerable.Range(0, rows)];
        StepState state = new() { FirstGlobalRow = 5, GlobalRows = rows, GradientScale = 1f / rows, LossScale = 1, RngStep = 2 };
        fixed (float* x = features)
        fixed (int* y = labels, r = numbers)
        {
            StepFeed feed = new() { Features = x, Labels = y, Rows = r };
            MemoryMap memory = new() { State = &state, Feed = &feed };
            memory[MemoryRegion.Weights] = weights.Address;
            memory[MemoryRegion.Gradients] = gradients.Address;
            memory[MemoryRegion.Metrics] = sums.Address;
            memory[MemoryRegion.Arena] = arena.Address;
            foreach (Operation operation in operations) device.Prepare(operation, memory, device.CreateStream("test")).Launch();
        }

        return (Read<float>(gradients, 0, plan.Layout.TrainableBytes), Read<double>(sums, 0, 24),
            output is null ? [] : Read<float>(arena, output.Offset, output.Bytes));
    }

    private static DeviceBuffer Weights(CpuDevice device, ParameterLayout layout)
    {
        DeviceBuffer weights = device.Allocate(layout.Bytes, "weights");
        Random random = new(4);
        foreach (Parameter parameter in layout.Parameters)
        {
            float[] values = [.. Enumerable.Range(0, (int)parameter.Shape.Length).Select(_ => random.NextSingle() - 0.5f)];
            weights.Write(MemoryMarshal.AsBytes(values.AsSpan()), parameter.Value.Offset);
        }

        return weights;
    }

    private static T[] Read<T>(DeviceBuffer buffer, long offset, long bytes)
        where T : unmanaged
    {
        T[] values = new T[bytes / sizeof(T)];
        buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()), offset);
        return values;
    }
}
