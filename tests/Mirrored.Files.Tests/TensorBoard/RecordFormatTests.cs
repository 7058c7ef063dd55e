using System.Text;

namespace Mirrored.Files.Tests;

public sealed class RecordFormatTests
{
    [Fact]
    public void Crc32C_OfTheTests_IsThatOfTheLiterature()
    {
        // Koopman's check value, and RFC 3720, B.4.
        Assert.Equal(0xe3069283u, EventLog.Crc32C("123456789"u8));
        Assert.Equal(0x8a9136aau, EventLog.Crc32C(new byte[32]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Of_AnyLength_IsThatOfTheBitwiseSum(int length)
    {
        byte[] data = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31 + 7))];

        Assert.Equal(EventLog.Masked(data), MaskedCrc.Of(data));
    }

    [Fact]
    public void Frame_OfTwentyFourBytes_BeginsAsTheFilesOfTensorFlowDo()
    {
        // Every event file of TensorFlow begins so: the version's record has 24 bytes.
        byte[] record = RecordFormat.Frame(new byte[24]);

        Assert.Equal("1800000000000000A37F4B22", Convert.ToHexString(record, 0, 12));
    }

    [Fact]
    public void Read_CutAnywhere_GivesWhatIsThereWhole()
    {
        byte[] file = [.. RecordFormat.Frame("one"u8), .. RecordFormat.Frame("two"u8)];
        int first = file.Length / 2;
        for (int length = 0; length <= file.Length; length++)
        {
            using MemoryStream stream = new(file, 0, length);
            int expected = length == file.Length ? 2 : length >= first ? 1 : 0, read = 0;
            while (RecordFormat.Read(stream) is { } data)
            {
                Assert.Equal(read == 0 ? "one" : "two", Encoding.ASCII.GetString(data));
                read++;
            }

            Assert.Equal(expected, read);
        }
    }

    [Fact]
    public void Read_AnyBitTurned_IsRefused()
    {
        byte[] record = RecordFormat.Frame("data"u8);
        for (int bit = 0; bit < record.Length * 8; bit++)
        {
            byte[] damaged = [.. record, .. RecordFormat.Frame("more"u8)];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            using MemoryStream stream = new(damaged);

            Assert.Throws<InvalidDataException>(() => RecordFormat.Read(stream));
        }
    }
}
