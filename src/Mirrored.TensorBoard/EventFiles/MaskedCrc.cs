using System.Buffers.Binary;
using System.Numerics;

namespace Mirrored.Keras;

/// <summary>The checksum of records: CRC-32C (Castagnoli), rotated right by 15 bits, plus a constant.</summary>
/// <remarks>The mask keeps the checksum of data that holds checksums from being trivial. Source: TensorFlow's
/// <c>core/lib/hash/crc32c.h</c>.</remarks>
internal static class MaskedCrc
{
    private const uint Delta = 0xa282ead8;
    private const int Rotation = 15;

    /// <summary>The masked checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte one in data) crc = BitOperations.Crc32C(crc, one);
        return unchecked(BitOperations.RotateRight(~crc, Rotation) + Delta);
    }
}
