using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Keras.Tests;

public sealed class SafetensorsWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FileName => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_TwoTensorsAndMetadata_IsTheFormatByteForByte()
    {
        // 169 characters and 7 blanks are 176 = 0xb0.
        const string header =
            """{"__metadata__":{"format":"mirrored"},"""
            + "\"dense/kernel\""
            + """:{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"""
            + "\"dense/bias\""
            + """:{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}       """;
        byte[] expected =
        [
            0xb0, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(header),
            0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0, 0x00, 0x00, 0x00, 0x3f, // 1, -2, 0.5
            0x00, 0x00, 0x80, 0x7f, 0x00, 0x00, 0x00, 0x80, 0x01, 0x00, 0x00, 0x00, // infinity, -0, the smallest
            0x00, 0x00, 0x40, 0x40, 0x00, 0x00, 0x80, 0x40, 0x00, 0x00, 0xa0, 0x40, // 3, 4, 5
        ];

        SafetensorsFile.Write(
            FileName,
            [
                new("dense/kernel", [2, 3], new[] { 1, -2, 0.5f, float.PositiveInfinity, -0f, float.Epsilon }),
                new("dense/bias", 3, new[] { 3f, 4, 5 }),
            ],
            new Dictionary<string, string> { ["format"] = "mirrored" });

        Assert.Equal(expected, File.ReadAllBytes(FileName));
    }

    [Fact]
    public void Write_NoTensors_IsAnEmptyObject()
    {
        SafetensorsFile.Write(FileName, []);
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], File.ReadAllBytes(FileName));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    [InlineData("abcde")]
    [InlineData("abcdef")]
    [InlineData("abcdefg")]
    [InlineData("abcdefgh")]
    public void Write_AnyNameLength_AlignsTheDataTo8(string name)
    {
        SafetensorsFile.Write(FileName, [new(name, 1, new float[1])]);
        byte[] file = File.ReadAllBytes(FileName);
        long header = BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, header % 8);
        Assert.Equal(8 + header + 4, file.Length);
    }

    [Fact]
    public void Write_OldFile_IsReplacedAndNothingElseIsLeft()
    {
        File.WriteAllBytes(FileName, new byte[10_000]);
        SafetensorsFile.Write(FileName, [new("a", 1, new float[1])]);
        Assert.Single(SafetensorsFile.Read(FileName).Tensors);
        Assert.Equal(["weights.safetensors"], _folder.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("__metadata__")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    public void Write_BadName_ThrowsBeforeWriting(string name)
    {
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FileName, [new(name, 1, new float[1])]));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Write_NameWithHalfASurrogatePair_Throws() => Assert.Throws<ArgumentException>(
        () => SafetensorsFile.Write(FileName, [new("half \ud83d", 1, new float[1])]));

    [Fact]
    public void Write_NameTwice_Throws()
    {
        SafetensorsTensor tensor = new("bias", 1, new float[1]);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => SafetensorsFile.Write(FileName, [tensor, tensor]));
        Assert.StartsWith("Two tensors are called 'bias'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DataUnlikeShape_ThrowsWithBoth()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => SafetensorsFile.Write(FileName, [new("bias", [2, 3], new float[5])]));
        Assert.StartsWith("Tensor 'bias' has 5 values and the shape (2, 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TooManyAxes_Throws()
    {
        int[] axes = [.. Enumerable.Repeat(1, SafetensorsFile.HighestRank + 1)];
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FileName, [new("a", axes, new float[1])]));
    }

    [Fact]
    public void Write_MetadataNotUnicode_Throws() => Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(
        FileName, [], new Dictionary<string, string> { ["note"] = "\udc00" }));
}
