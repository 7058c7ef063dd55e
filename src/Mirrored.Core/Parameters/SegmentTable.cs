using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>A table, in device memory, of what is special about each weight; it lets one pass over the flat range serve weights
/// that differ in penalty, decay, limit and constraint.</summary>
/// <remarks><code>
/// | segments | segment of each block of 64 elements | room for sums of blocks | scales of gradients | the update's rule |
/// </code>
/// The trained weights come first, as in <see cref="ParameterLayout"/>.</remarks>
internal sealed class SegmentTable
{
    private readonly IReadOnlyList<Parameter> _parameters;

    /// <summary>Lays the table out.</summary>
    /// <param name="parameters">The weights in the order in which they lie in memory.</param>
    /// <param name="bytes">The size of all weights, padding included.</param>
    public SegmentTable(IReadOnlyList<Parameter> parameters, long bytes)
    {
        _parameters = parameters;
        int blocks = checked((int)(bytes / (Segment.BlockLength * sizeof(float))));
        PlanTensor table = Next("segments", [parameters.Count, Segment.SizeInBytes / sizeof(int)], DType.Int32);
        Tensors = new SegmentTensors(
            table, Next("blocks", blocks, DType.Int32), Next("sums of blocks", blocks, DType.Float64),
            Next("scales", parameters.Count, DType.Float32));
        Rule = Next("rule", UpdateRule.ImageBytes, DType.UInt8);
    }

    public SegmentTensors Tensors { get; }

    /// <summary>Where an <see cref="UpdateRule"/> lies for GPUs.</summary>
    public PlanTensor Rule { get; }

    /// <summary>The size of the whole region.</summary>
    public long Bytes { get; private set; }

    /// <summary>True when the loss has a term for some weight.</summary>
    public bool IsPenalized => _parameters.Any(p => p.Rule.IsPenalized);

    /// <summary>What the region holds at first.</summary>
    /// <param name="update">The update that will use it; null for none.</param>
    public byte[] Image(ModelUpdate? update)
    {
        byte[] image = new byte[Bytes];
        Span<Segment> segments = MemoryMarshal.Cast<byte, Segment>(Part(image, Tensors.Table));
        Span<int> blocks = MemoryMarshal.Cast<byte, int>(Part(image, Tensors.Blocks));
        blocks.Fill(-1);
        for (int i = 0; i < _parameters.Count; i++)
        {
            segments[i] = Describe(_parameters[i], update);
            int first = segments[i].Start / Segment.BlockLength;
            blocks[first..((segments[i].End + Segment.BlockLength - 1) / Segment.BlockLength)].Fill(i);
        }

        update?.Rule.WriteTo(Part(image, Rule));
        return image;
    }

    private static Segment Describe(Parameter parameter, ModelUpdate? update)
    {
        int start = (int)(parameter.Value.Offset / sizeof(float));
        return new Segment
        {
            Start = start,
            End = start + (int)parameter.Shape.Length,
            L1 = (float)parameter.Rule.L1,
            TwiceL2 = (float)(2 * parameter.Rule.L2),
            Decay = (float)(update?.Decay(parameter) ?? 0),
            Floor = (float)parameter.Rule.Floor,
        };
    }

    private static Span<byte> Part(byte[] image, PlanTensor tensor) => image.AsSpan((int)tensor.Offset, (int)tensor.Bytes);

    private PlanTensor Next(string name, Shape shape, DType type)
    {
        PlanTensor tensor = new(name, shape, type, MemoryRegion.Segments, Bytes);
        Bytes = (Bytes + tensor.Bytes + ParameterLayout.Alignment - 1) / ParameterLayout.Alignment * ParameterLayout.Alignment;
        return tensor;
    }
}
