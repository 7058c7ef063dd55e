using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Keras.Tests;

/// <summary>Damaged and hostile files: each is refused with the one exception, before any data is read.</summary>
public sealed class SafetensorsHostileTests : IDisposable
{
    private const string A = """{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""";
    private const string Huge = "[65536,65536,65536,65536]";
    private const string HugeZero = "[2147483647,2147483647,2147483647,0]";
    private const string AtTheEnd = "[9223372036854775803,9223372036854775807]";

    private readonly TemporaryFolder _folder = new();

    private string FileName => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AnyTruncation_IsRefused()
    {
        byte[] whole = SmallFile();
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FileName, whole[..length]);
            Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
        }
    }

    [Fact]
    public void Read_TrailingByte_IsRefused()
    {
        File.WriteAllBytes(FileName, [.. SmallFile(), 0]);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
        Assert.Equal("37 bytes of data", error.Found);
        Assert.Equal("the 36 that the header lists", error.Expected);
    }

    [Fact]
    public void Read_ChangedByteInHeader_IsRefusedOrConsistent()
    {
        byte[] whole = SmallFile();
        int headerEnd = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        Random random = new(20260101);
        int refused = 0;
        const int trials = 500;
        for (int trial = 0; trial < trials; trial++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(headerEnd)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(FileName, changed);
            try
            {
                CheckConsistent(SafetensorsFile.Read(FileName), changed.Length);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }

        // Most bytes of the header are structure; those of names and metadata may change unnoticed.
        Assert.InRange(refused, trials / 2, trials - 1);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0x8000_0000_0000_0000)]
    [InlineData(100_000_001)]
    [InlineData(3)]
    [InlineData(0)]
    public void Read_HeaderLengthOutOfRange_IsRefused(ulong length)
    {
        byte[] file = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        "{}"u8.CopyTo(file.AsSpan(8));
        File.WriteAllBytes(FileName, file);
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
    }

    [Theory]
    [InlineData("not JSON", "{a}")]
    [InlineData("another root", "[]")]
    [InlineData("leading blank", " {}")]
    [InlineData("trailing comma", $$"""{"a":{{A}},}""")]
    [InlineData("comment", $$"""{"a":{{A}}/**/}""")]
    [InlineData("two roots", $$"""{"a":{{A}}}{}""")]
    [InlineData("text behind the root", $$"""{"a":{{A}}}x""")]
    [InlineData("zeros behind the root", $$"""{"a":{{A}}}""" + "\0\0")]
    [InlineData("name twice", $$"""{"a":{{A}},"a":{{A}}}""")]
    [InlineData("name twice, once escaped", $$"""{"a":{{A}},"\u0061":{{A}}}""")]
    [InlineData("empty name", $$"""{"":{{A}}}""")]
    [InlineData("NUL in a name", $$"""{"a\u0000":{{A}}}""")]
    [InlineData("escape sequence in a name", $$"""{"\u001b[2J":{{A}}}""")]
    [InlineData("half of a surrogate pair", $$"""{"\ud800":{{A}}}""")]
    [InlineData("tensor that is a number", """{"a":1}""")]
    [InlineData("tensor that is null", """{"a":null}""")]
    [InlineData("tensor without fields", """{"a":{}}""")]
    [InlineData("no dtype", """{"a":{"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("no shape", """{"a":{"dtype":"F32","data_offsets":[0,4]}}""")]
    [InlineData("no data_offsets", """{"a":{"dtype":"F32","shape":[1]}}""")]
    [InlineData("field twice", """{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("unknown field", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"strides":[1]}}""")]
    [InlineData("unknown type", """{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("type in other case", """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("type that is a number", """{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("shape that is a number", """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [InlineData("text in a shape", """{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""")]
    [InlineData("negative axes", """{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""")]
    [InlineData("fraction in a shape", """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [InlineData("axis beyond 32 bits", """{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""")]
    [InlineData("axis beyond 64 bits", """{"a":{"dtype":"F32","shape":[18446744073709551617],"data_offsets":[0,4]}}""")]
    [InlineData("product 1 modulo 2^32", """{"a":{"dtype":"F32","shape":[641,6700417],"data_offsets":[0,4]}}""")]
    [InlineData("product 0 modulo 2^64", $$$"""{"a":{"dtype":"F32","shape":{{{Huge}}},"data_offsets":[0,0]}}""")]
    [InlineData("overflow before a zero", $$$"""{"a":{"dtype":"F32","shape":{{{HugeZero}}},"data_offsets":[0,0]}}""")]
    [InlineData("fewer bytes than the shape", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("more bytes than the shape", """{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("one offset", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4]}}""")]
    [InlineData("three offsets", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""")]
    [InlineData("end before begin", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""")]
    [InlineData("negative begin", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-4,4]}}""")]
    [InlineData("end behind the data", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("far behind the data", $$$"""{"a":{"dtype":"F32","shape":[1],"data_offsets":{{{AtTheEnd}}}}}""")]
    [InlineData("hole before", """{"a":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}""")]
    [InlineData("hole behind", """{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}""")]
    [InlineData("overlap", $$$"""{"a":{{{A}}},"b":{"dtype":"F16","shape":[1],"data_offsets":[2,4]}}""")]
    [InlineData("same data twice", $$"""{"a":{{A}},"b":{{A}}}""")]
    [InlineData("no tensor for the data", "{}")]
    [InlineData("metadata that is a text", $$"""{"__metadata__":"x","a":{{A}}}""")]
    [InlineData("metadata with a number", $$"""{"__metadata__":{"x":1},"a":{{A}}}""")]
    [InlineData("metadata with an object", $$$"""{"__metadata__":{"x":{}},"a":{{{A}}}}""")]
    [InlineData("metadata twice", $$"""{"__metadata__":{},"__metadata__":{},"a":{{A}}}""")]
    [InlineData("metadata key twice", $$"""{"__metadata__":{"x":"1","x":"2"},"a":{{A}}}""")]
    public void Read_HeaderThatIsWrong_IsRefused(string what, string header)
    {
        Put(Encoding.UTF8.GetBytes(header), new byte[4]);
        Exception? error = Record.Exception(() => SafetensorsFile.Read(FileName));
        Assert.True(error is ModelFormatException, $"{what}: {error}");
    }

    [Fact]
    public void Read_NameThatIsNotUtf8_IsRefused()
    {
        Put([.. "{\""u8, 0xff, .. "\":"u8, .. Encoding.UTF8.GetBytes(A), .. "}"u8], new byte[4]);
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
    }

    [Fact]
    public void Read_DeepJson_IsRefused()
    {
        const int depth = 1_000_000;
        Put(Encoding.UTF8.GetBytes($$"""{"a":{{new string('[', depth)}}"""), []);
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
    }

    [Fact]
    public void Read_ManyAxes_IsRefused()
    {
        string axes = string.Join(",", Enumerable.Repeat(1, SafetensorsFile.HighestRank + 1));
        string header = $$$"""{"a":{"dtype":"F32","shape":[{{{axes}}}],"data_offsets":[0,4]}}""";
        Put(Encoding.UTF8.GetBytes(header), new byte[4]);
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
    }

    [Fact]
    public void Read_TwoTensorsOfOneName_NamesThem()
    {
        Put(Encoding.UTF8.GetBytes($$"""{"kernel":{{A}},"kernel":{{A}}}"""), new byte[4]);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
        Assert.Equal(
            $"Cannot load '{FileName}': found 'kernel' twice; expected every name once.", error.Message);
    }

    [Fact]
    public void Read_ControlCharactersInAName_AreEscapedInTheMessage()
    {
        Put(Encoding.UTF8.GetBytes($$"""{"\u001b]0;title\u0007":{{A}}}"""), new byte[4]);
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
        Assert.Equal("""a tensor called '\u001b]0;title\u0007'""", error.Found);
    }

    private static void CheckConsistent(SafetensorsContent content, long fileLength)
    {
        Assert.All(content.Tensors, tensor => Assert.Equal(tensor.Shape.Length, tensor.Data.Length));
        Assert.Equal(content.Tensors.Count, content.Tensors.DistinctBy(tensor => tensor.Name).Count());
        Assert.True(content.Tensors.Sum(tensor => tensor.Data.Length * 2L) <= fileLength);
    }

    private byte[] SmallFile()
    {
        SafetensorsFile.Write(
            FileName,
            [
                new("kernel", [2, 3], new float[6]),
                new("none", [0, 7], Array.Empty<float>()),
                new("bias", 3, new float[3]),
            ],
            new Dictionary<string, string> { ["format"] = "mirrored" });
        return File.ReadAllBytes(FileName);
    }

    private void Put(byte[] header, byte[] data)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(FileName, [.. length, .. header, .. data]);
    }
}
