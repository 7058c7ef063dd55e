using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Peers;

/// <summary>Marks a symbol version that an ELF library needs as weak, so that the loader accepts its absence.</summary>
/// <remarks>Sound only if no relocation uses a symbol of that version. Source: Linux Standard Base, Core, "Symbol
/// Versioning".</remarks>
internal static class ElfVersionNeed
{
    private const uint SectionTypeVersionNeed = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <returns>How many needs of that version were marked.</returns>
    /// <exception cref="BadImageFormatException">Not a 64-bit little-endian ELF file.</exception>
    public static int Weaken(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new BadImageFormatException("Not a 64-bit little-endian ELF file.");
        int count = 0;
        for (int i = 0; i < SectionCount(image); i++)
        {
            ReadOnlySpan<byte> section = Section(image, i);
            if (Word(section, 0x04) != SectionTypeVersionNeed)
                continue;
            int names = Offset(Section(image, (int)Word(section, 0x28)));
            count += Weaken(image, Offset(section), names, Encoding.ASCII.GetBytes(version));
        }

        return count;
    }

    /// <summary>Walks the needed libraries (Verneed records) and the versions of each (Vernaux records).</summary>
    private static int Weaken(Span<byte> image, int need, int names, ReadOnlySpan<byte> version)
    {
        int count = 0;
        for (int nextNeed = -1; nextNeed != 0; need += nextNeed)
        {
            int entry = need + (int)Word(image[need..], 8);
            for (int nextEntry = -1; nextEntry != 0; entry += nextEntry)
            {
                Span<byte> record = image[entry..];
                ReadOnlySpan<byte> name = image[(names + (int)Word(record, 8))..];
                if (name[..name.IndexOf((byte)0)].SequenceEqual(version))
                {
                    ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(record[4..]);
                    BinaryPrimitives.WriteUInt16LittleEndian(record[4..], (ushort)(flags | FlagWeak));
                    count++;
                }

                nextEntry = (int)Word(record, 12);
            }

            nextNeed = (int)Word(image[need..], 12);
        }

        return count;
    }

    private static int SectionCount(ReadOnlySpan<byte> image) =>
        BinaryPrimitives.ReadUInt16LittleEndian(image[0x3C..]);

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> image, int index)
    {
        long table = BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        ushort size = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3A..]);
        return image.Slice(checked((int)table) + index * size, size);
    }

    private static int Offset(ReadOnlySpan<byte> section) =>
        checked((int)BinaryPrimitives.ReadInt64LittleEndian(section[0x18..]));

    private static uint Word(ReadOnlySpan<byte> record, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(record[offset..]);
}
