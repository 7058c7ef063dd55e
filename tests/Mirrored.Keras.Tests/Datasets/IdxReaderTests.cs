using System.Buffers.Binary;
using System.IO.Compression;

namespace Mirrored.Keras.Tests;

public sealed class IdxReaderTests
{
    private static readonly byte[] Elements = TestFiles.Labels(120);
    private static readonly byte[] Plain = TestFiles.Idx(Elements, 120);
    private static readonly byte[] Packed = TestFiles.Gzip(Plain);

    [Fact]
    public void Read_PlainOrPacked_GivesTheElements()
    {
        foreach (byte[] file in (byte[][])[Plain, Packed])
        {
            NDArray<byte> array = Read(file);
            Assert.Equal(new Shape(120), array.Shape);
            Assert.Equal(Elements, array.ToArray());
        }
    }

    [Fact]
    public void Read_ThreeAxes_KeepsTheirOrder()
    {
        NDArray<byte> array = Read(TestFiles.Gzip(TestFiles.Idx([.. Enumerable.Range(0, 24).Select(i => (byte)i)], 2, 3, 4)), 3);

        Assert.Equal(new Shape(2, 3, 4), array.Shape);
        Assert.Equal(17, array[1, 1, 1]);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    public void Read_PackedAtAnyLevel_FindsTheEndOfAnyLength(CompressionLevel level)
    {
        // The bits of the last block end anywhere in its last byte, and the last block is of every type.
        foreach (int length in (int[])[.. Enumerable.Range(1, 200), 5_000, 70_000])
        {
            byte[] elements = TestFiles.Labels(length);
            Assert.Equal(elements, Read(TestFiles.Gzip(TestFiles.Idx(elements, length), level)).ToArray());
        }
    }

    [Fact]
    public void Read_AnyLengthCutOff_Refuses()
    {
        for (int length = 0; length < Plain.Length; length++)
            Assert.Throws<DataFormatException>(() => Read(Plain[..length]));
        for (int length = 0; length < Packed.Length; length++)
            Assert.Throws<DataFormatException>(() => Read(Packed[..length]));
    }

    [Fact]
    public void Read_AnyBitFlipped_RefusesOrGivesTheSameElements()
    {
        // What may differ without a change of meaning: the text hint (bit 0 of byte 3), the time, the compression hint and
        // the system (bytes 4 to 9), and the padding of the last data byte, which the eight bytes of the trailer follow.
        int lastDataByte = Packed.Length - 9;
        for (int bit = 0; bit < 8 * Packed.Length; bit++)
        {
            byte[] file = [.. Packed];
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            bool meaningless = bit == 24 || bit / 8 is >= 4 and <= 9 || bit / 8 == lastDataByte;
            if (TryRead(file) is not { } array) continue;
            Assert.True(meaningless, $"bit {bit} of {8 * Packed.Length} was flipped unnoticed");
            Assert.Equal(Elements, array.ToArray());
        }
    }

    [Fact]
    public void Read_BytesBehindTheData_Refuses()
    {
        byte[] trailer = Packed[^8..];
        byte[][] tails = [[0], [0, 0, 0, 0, 0, 0, 0, 0], trailer, Packed, [.. Enumerable.Repeat((byte)0, 5000), .. trailer]];

        foreach (byte[] tail in tails)
        {
            Assert.Throws<DataFormatException>(() => Read([.. Packed, .. tail]));
            Assert.Throws<DataFormatException>(() => Read([.. Plain, .. tail]));
        }
    }

    [Fact]
    public void Read_SecondMemberOfTheSameContent_SaysThatThereIsMore()
    {
        var error = Assert.Throws<DataFormatException>(() => Read([.. Packed, .. Packed]));
        Assert.Equal("bytes behind the packed data", error.Found);
    }

    [Fact]
    public void Read_AnotherMagic_SaysFilePlaceFoundAndExpected()
    {
        var error = Assert.Throws<DataFormatException>(() => Read(Plain, axes: 3));

        Assert.Equal(("labels", 0), (error.File, error.Offset));
        Assert.Equal("magic 0x00000801", error.Found);
        Assert.StartsWith("0x00000803", error.Expected);
        Assert.StartsWith("labels, byte 0: found magic 0x00000801, expected 0x00000803", error.Message);
    }

    [Theory]
    [InlineData(119)]
    [InlineData(121)]
    public void Read_AnotherCount_SaysBothLengths(int count)
    {
        byte[] file = TestFiles.Idx(Elements, count);
        foreach (byte[] form in (byte[][])[file, TestFiles.Gzip(file)])
        {
            var error = Assert.Throws<DataFormatException>(() => Read(form));
            Assert.Equal(8, error.Offset);
            Assert.Equal("128 bytes in all", error.Found);
            Assert.Equal($"{count + 8} for an array of shape ({count},)", error.Expected);
        }
    }

    [Theory]
    [InlineData(0x0001_0000, 0x0001_0000)]
    [InlineData(-2_147_483_647, 1)]
    [InlineData(1, 0)]
    public void Read_AbsurdSizes_RefusesBeforeItReservesMemory(int rows, int columns)
    {
        byte[] file = TestFiles.Idx([1, 2, 3], rows, columns);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<DataFormatException>(() => Read(file, axes: 2));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_FewBytesThatClaimToUnpackToMany_RefusesBeforeItReservesMemory()
    {
        byte[] file = TestFiles.Gzip(TestFiles.Idx(Elements, 1 << 28));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), (1 << 28) + 8);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DataFormatException>(() => Read(file));

        Assert.Contains("packed in", error.Found);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Read_HeaderWithNameExtraCommentAndChecksum_SkipsThem()
    {
        byte[] header =
        [
            0x1F, 0x8B, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3,
            3, 0, 0xFF, 0xFF, 0xFF,
            .. "name\0"u8, .. "a comment\0"u8,
        ];
        Crc32 checksum = default;
        checksum.Append(header);
        byte[] rest = [(byte)checksum.Value, (byte)(checksum.Value >> 8), .. Packed[10..]];

        Assert.Equal(Elements, Read([.. header, .. rest]).ToArray());

        header[4] ^= 1;
        Assert.Contains("checksum", Assert.Throws<DataFormatException>(() => Read([.. header, .. rest])).Found);
    }

    [Fact]
    public void Read_ClosesTheFile()
    {
        var file = new MemoryStream(Packed);
        IdxReader.Read(file, "labels", 1);
        Assert.False(file.CanRead);

        file = new MemoryStream(Packed[..5]);
        Assert.Throws<DataFormatException>(() => IdxReader.Read(file, "labels", 1));
        Assert.False(file.CanRead);
    }

    private static NDArray<byte> Read(byte[] file, int axes = 1) => IdxReader.Read(new MemoryStream(file), "labels", axes);

    private static NDArray<byte>? TryRead(byte[] file)
    {
        try
        {
            return Read(file);
        }
        catch (DataFormatException)
        {
            return null;
        }
    }
}
