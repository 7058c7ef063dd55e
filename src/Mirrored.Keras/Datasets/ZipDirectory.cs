using System.Buffers.Binary;

namespace Mirrored.Keras;

/// <summary>Counts the members of a zip file before .NET's reader takes memory for each, some forty times what it has in the file.</summary>
internal static class ZipDirectory
{
    private const uint End64Mark = 0x06064B50, Locator64Mark = 0x07064B50, MemberMark = 0x02014B50;
    private const int EndLength = 22, LocatorLength = 20, End64Length = 56, MemberLength = 46, LongestComment = ushort.MaxValue;

    /// <summary>Refuses a file with more members than that; one whose directory is not found is left to the reader.</summary>
    /// <param name="file">It can seek, and is left at its start.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="most">The most members that it may have.</param>
    /// <exception cref="DataFormatException">It has more.</exception>
    public static void Check(Stream file, string name, int most)
    {
        byte[] member = new byte[MemberLength];
        int members = 0;
        for (long at = Start(file); Read(file, at, member) && Number(member) == MemberMark;)
        {
            if (++members > most) throw new DataFormatException(name, at, "more members", $"at most {most}");
            at += MemberLength + Short(member, 28) + Short(member, 30) + Short(member, 32); // Name, extra field, comment.
        }

        file.Position = 0;
    }

    /// <summary>Where the directory begins, by the last end record of the file; -1 if there is none.</summary>
    private static long Start(Stream file)
    {
        byte[] tail = new byte[Math.Min(file.Length, EndLength + LongestComment)];
        long start = file.Length - tail.Length;
        if (!Read(file, start, tail)) return -1;
        int end = tail.AsSpan(0, Math.Max(0, tail.Length - EndLength + sizeof(uint))).LastIndexOf("PK\x05\x06"u8);
        if (end < 0) return -1;
        uint offset = Number(tail.AsSpan(end + 16));
        byte[] locator = new byte[LocatorLength], end64 = new byte[End64Length];
        bool is64 = offset == uint.MaxValue && Read(file, start + end - LocatorLength, locator) && Number(locator) == Locator64Mark
            && Read(file, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), end64) && Number(end64) == End64Mark;
        return is64 ? BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48)) : offset;
    }

    private static bool Read(Stream file, long at, byte[] bytes)
    {
        if (at < 0 || at > file.Length - bytes.Length) return false;
        file.Position = at;
        file.ReadExactly(bytes);
        return true;
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
