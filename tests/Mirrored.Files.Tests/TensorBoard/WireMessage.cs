using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Files.Tests;

/// <summary>A message of protocol buffers taken apart by the description of the encoding, without any generated code.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public WireMessage(ReadOnlyMemory<byte> data)
    {
        for (int at = 0; at < data.Length;)
        {
            ulong key = Varint(data.Span, ref at);
            (int field, int kind) = ((int)(key >> 3), (int)(key & 7));
            switch (kind)
            {
                case 0:
                    _fields.Add((field, Varint(data.Span, ref at), default));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(data.Span[at..]), default));
                    at += sizeof(ulong);
                    break;
                case 2:
                    int length = (int)Varint(data.Span, ref at);
                    _fields.Add((field, 0, data.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(data.Span[at..]), default));
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Field {field} is of the unknown kind {kind}.");
            }
        }
    }

    public ulong Number(int field) => _fields.LastOrDefault(f => f.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble(Number(field));

    public float Float(int field) => BitConverter.UInt32BitsToSingle((uint)Number(field));

    public bool Has(int field) => _fields.Any(f => f.Field == field);

    public ReadOnlyMemory<byte> Bytes(int field) => _fields.LastOrDefault(f => f.Field == field).Bytes;

    public IEnumerable<ReadOnlyMemory<byte>> All(int field) => _fields.Where(f => f.Field == field).Select(f => f.Bytes);

    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field).Span);

    public WireMessage Message(int field) => new(Bytes(field));

    public IEnumerable<WireMessage> Messages(int field) => All(field).Select(bytes => new WireMessage(bytes));

    private static ulong Varint(ReadOnlySpan<byte> data, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = data[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw new InvalidDataException("A number has more than ten bytes.");
    }
}
