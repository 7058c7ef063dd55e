using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Campaigns;

/// <summary>Makes new inputs of old ones: flips bits, sets numbers to their limits, copies, drops and joins pieces, puts words of the
/// format in.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<string> tokens, int longest)
{
    private const int MostChanges = 6;

    private static readonly long[] Limits =
    [
        0, 1, -1, 127, 128, 255, 256, 1024, 32767, 32768, 65535, 65536, int.MaxValue, (long)int.MaxValue + 1, uint.MaxValue, 1L << 32,
        long.MaxValue, long.MinValue, 100_000_000, 10_000,
    ];

    private readonly byte[][] _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes)];

    /// <summary>A changed copy of an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="other">Another, to take pieces from.</param>
    public byte[] Change(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int changes = random.Next(MostChanges) + 1; changes > 0; changes--) ChangeOnce(bytes, other);
        if (bytes.Count > longest) bytes.RemoveRange(longest, bytes.Count - longest);
        return [.. bytes];
    }

    private void ChangeOnce(List<byte> bytes, byte[] other)
    {
        int at = random.Next(bytes.Count + 1), left = bytes.Count - at;
        switch (random.Next(_tokens.Length > 0 ? 10 : 8))
        {
            case 0 when left > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when left > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when left > 0:
                bytes[at] += (byte)(random.Next(2) == 0 ? 1 + random.Next(16) : -1 - random.Next(16));
                break;
            case 3:
                SetNumber(bytes, at);
                break;
            case 4:
                bytes.RemoveRange(at, Math.Min(left, Length()));
                break;
            case 5 when bytes.Count > 0:
                int from = random.Next(bytes.Count);
                bytes.InsertRange(at, bytes.GetRange(from, Math.Min(bytes.Count - from, Length())));
                break;
            case 6 when other.Length > 0:
                int start = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(start, Math.Min(other.Length - start, Length())).ToArray());
                break;
            case 7:
                bytes.RemoveRange(at, left); // Cut short.
                break;
            default:
                Put(bytes, at, _tokens.Length > 0 ? _tokens[random.Next(_tokens.Length)] : [0], insert: random.Next(2) == 0);
                break;
        }
    }

    private void SetNumber(List<byte> bytes, int at)
    {
        byte[] number = new byte[8];
        long value = Limits[random.Next(Limits.Length)] + random.Next(-1, 2);
        int size = 1 << random.Next(1, 4);
        if (random.Next(2) == 0) BinaryPrimitives.WriteInt64LittleEndian(number, value);
        else BinaryPrimitives.WriteInt64BigEndian(number, value << (64 - 8 * size));
        Put(bytes, at, number[..size], insert: false);
    }

    private static void Put(List<byte> bytes, int at, byte[] piece, bool insert)
    {
        if (!insert) bytes.RemoveRange(at, Math.Min(piece.Length, bytes.Count - at));
        bytes.InsertRange(at, piece);
    }

    private int Length() => 1 + random.Next(random.Next(4) == 0 ? 256 : 16);
}
