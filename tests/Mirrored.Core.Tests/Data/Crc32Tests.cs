using System.Text;

namespace Mirrored;

public sealed class Crc32Tests
{
    [Fact]
    public void Value_OfTheCheckString_IsThePublishedOne()
    {
        Crc32 crc = default;
        crc.Append(Encoding.ASCII.GetBytes("123456789"));
        Assert.Equal(0xCBF4_3926u, crc.Value);
    }

    [Fact]
    public void Value_OfNothing_IsZero() => Assert.Equal(0u, default(Crc32).Value);

    [Fact]
    public void Append_InPiecesOfAnyLength_GivesTheBitwiseDefinition()
    {
        byte[] data = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * i))];
        for (int cut = 0; cut <= data.Length; cut++)
        {
            Crc32 crc = default;
            crc.Append(data.AsSpan(0, cut));
            crc.Append(data.AsSpan(cut));
            Assert.Equal(BitByBit(data), crc.Value);
        }
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1;
        }

        return ~crc;
    }
}
