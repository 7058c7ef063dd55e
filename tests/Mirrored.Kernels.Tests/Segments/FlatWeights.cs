using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Some weights in flat memory, each at a multiple of 64 elements with zeros behind it, and their table.</summary>
internal sealed class FlatWeights
{
    private readonly Segment[] _segments;

    /// <summary>Lays weights out.</summary>
    /// <param name="lengths">Their lengths.</param>
    /// <param name="describe">What is special about each; null for nothing.</param>
    public FlatWeights(IReadOnlyList<int> lengths, Func<int, Segment, Segment>? describe = null)
    {
        _segments = new Segment[lengths.Count];
        for (int i = 0; i < lengths.Count; i++)
        {
            Segment segment = new() { Start = Length, End = Length + lengths[i], Floor = float.NegativeInfinity };
            _segments[i] = describe?.Invoke(i, segment) ?? segment;
            Length = (segment.End + Segment.BlockLength - 1) / Segment.BlockLength * Segment.BlockLength;
        }

        Length += 2 * Segment.BlockLength; // As where the range is padded for several replicas.
    }

    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>Elements of the flat range.</summary>
    public int Length { get; }

    public int Blocks => Length / Segment.BlockLength;

    /// <summary>Numbers where weights are, zeros where they are not.</summary>
    public float[] Values(int seed, float minimum = -1, float maximum = 1)
    {
        float[] values = TestData.Uniform(seed, Length, minimum, maximum);
        for (int i = 0; i < Length; i++) if (Of(i) < 0) values[i] = 0;
        return values;
    }

    /// <summary>The segment of an element; -1 for padding.</summary>
    public int Of(int element) => Array.FindIndex(_segments, s => element >= s.Start && element < s.End);

    /// <summary>Puts the table into memory.</summary>
    public SegmentTensors Place(OperationHarness harness, float[]? scales = null, double[]? sums = null)
    {
        int[] blocks = new int[Blocks];
        for (int block = 0; block < Blocks; block++)
            blocks[block] = Array.FindIndex(_segments, s => block * Segment.BlockLength >= s.Start && block * Segment.BlockLength < s.End);
        int[] table = MemoryMarshal.Cast<Segment, int>(_segments).ToArray();
        return new SegmentTensors(
            harness.Place("segments", [_segments.Length, Segment.SizeInBytes / sizeof(int)], table),
            harness.Place("blocks", Blocks, blocks),
            sums is null ? harness.PlaceOutput("sums", Blocks, DType.Float64) : harness.Place("sums", sums.Length, sums),
            scales is null ? harness.PlaceOutput("scales", _segments.Length) : harness.Place("scales", _segments.Length, scales));
    }
}
