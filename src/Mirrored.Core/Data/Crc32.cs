using System.Buffers.Binary;

namespace Mirrored;

/// <summary>The CRC-32 of gzip and zip (polynomial 0x04C11DB7, bits reversed), eight bytes at a time.</summary>
/// <remarks>Kounavis, Berry: A Systematic Approach to Building High Performance Software-based CRC Generators (2005).</remarks>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private const int Slices = 8;

    private static readonly uint[] Tables = BuildTables();

    /// <summary>The checksum of all bytes appended so far; 0 for none.</summary>
    public uint Value { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~Value;
        ReadOnlySpan<uint> t = Tables;
        while (bytes.Length >= Slices)
        {
            uint low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[0x700 + (int)(low & 0xFF)] ^ t[0x600 + (int)((low >> 8) & 0xFF)];
            crc ^= t[0x500 + (int)((low >> 16) & 0xFF)] ^ t[0x400 + (int)(low >> 24)];
            crc ^= t[0x300 + (int)(high & 0xFF)] ^ t[0x200 + (int)((high >> 8) & 0xFF)];
            crc ^= t[0x100 + (int)((high >> 16) & 0xFF)] ^ t[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (byte b in bytes) crc = t[(byte)crc ^ b] ^ (crc >> 8);
        Value = ~crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[Slices * 256];
        for (uint b = 0; b < 256; b++)
        {
            uint crc = b;
            for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            tables[b] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - 256]] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
