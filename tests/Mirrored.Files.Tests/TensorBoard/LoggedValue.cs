namespace Mirrored.Files.Tests;

/// <summary>A value as an event file has it.</summary>
/// <param name="Plugin">The part of TensorBoard that it is for.</param>
/// <param name="DataClass">1 scalar, 2 tensor, 3 blobs.</param>
/// <param name="Content">What the plugin has to know.</param>
/// <param name="Type">1 float32, 2 float64, 7 text.</param>
/// <param name="Sizes">The tensor's shape.</param>
/// <param name="Floats">Its numbers.</param>
/// <param name="Texts">Its texts.</param>
internal sealed record LoggedValue(
    double WallTime, long Step, string Tag, string Plugin, int DataClass, ReadOnlyMemory<byte> Content, int Type,
    IReadOnlyList<long> Sizes, IReadOnlyList<double> Floats, IReadOnlyList<ReadOnlyMemory<byte>> Texts)
{
    public static LoggedValue Of(WireMessage happened, WireMessage value)
    {
        WireMessage metadata = value.Message(9), plugin = metadata.Message(1), tensor = value.Message(8);
        int type = (int)tensor.Number(1);
        double[] floats = type switch
        {
            1 when tensor.All(5).Any() => [BitConverter.ToSingle(tensor.Bytes(5).Span)],
            2 => [.. tensor.Bytes(4).ToArray().Chunk(sizeof(double)).Select(bytes => BitConverter.ToDouble(bytes))],
            _ => [],
        };
        return new LoggedValue(
            happened.Double(1), (long)happened.Number(2), value.Text(1), plugin.Text(1), (int)metadata.Number(4), plugin.Bytes(2), type,
            [.. tensor.Message(2).Messages(2).Select(dim => (long)dim.Number(1))], floats, [.. tensor.All(8)]);
    }
}
