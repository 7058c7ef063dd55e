using System.Buffers.Binary;
using System.Text;

namespace Mirrored.Keras.Tests;

public sealed class SafetensorsReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FileName => _folder["weights.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WrittenFile_GivesTheSameBits()
    {
        float[] special =
        [
            0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
            float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7f80_0001), 1 / 3f, 1e-38f,
        ];
        SafetensorsTensor[] tensors =
        [
            new("special", [3, 4], special),
            new("empty first", [0], Array.Empty<float>()),
            new("no columns", [5, 0, 2], Array.Empty<float>()),
            new("scalar", new Shape(), new[] { 42f }),
            new("umlaut ü, emoji \ud83d\ude00, \"quotes\", back\\slash", [1, 1, 1, 2], new[] { 1f, 2 }),
            new("empty last", [0], Array.Empty<float>()),
        ];
        Dictionary<string, string> metadata = new() { ["step"] = "938", ["\0"] = "\n\u2028", [""] = "" };
        SafetensorsFile.Write(FileName, tensors, metadata);

        SafetensorsContent content = SafetensorsFile.Read(FileName);

        Assert.Equal(metadata, content.Metadata);
        Assert.Equal(tensors.Select(tensor => tensor.Name), content.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(tensors.Select(tensor => tensor.Shape), content.Tensors.Select(tensor => tensor.Shape));
        Assert.All(tensors.Zip(content.Tensors), pair => Assert.Equal(Bits(pair.First), Bits(pair.Second)));
        Assert.All(content.Tensors, tensor => Assert.Equal("F32", tensor.StoredType));
    }

    [Fact]
    public void Read_TensorOfSeveralPieces_GivesAllValues()
    {
        const int twoAndABit = (2 << 20) + 3;
        float[] values = [.. Enumerable.Range(0, twoAndABit).Select(i => (float)i)];
        SafetensorsFile.Write(FileName, [new("large", twoAndABit, values), new("next", 1, new[] { -1f })]);
        SafetensorsContent content = SafetensorsFile.Read(FileName);
        Assert.True(content.Tensors[0].Data.Span.SequenceEqual(values));
        Assert.Equal(-1, content.Tensors[1].Data.Span[0]);
    }

    [Fact]
    public void Read_HeaderInOtherOrderThanData_FollowsTheData()
    {
        Put(
            """
            {"b":{"data_offsets":[4,8],"dtype":"F32","shape":[1]},
             "a":{"shape":[],"dtype":"F32","data_offsets":[0,4]}}
            """,
            [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]);
        SafetensorsContent content = SafetensorsFile.Read(FileName);
        Assert.Equal(["a", "b"], content.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([1f, 2f], content.Tensors.Select(tensor => tensor.Data.Span[0]));
        Assert.Empty(content.Metadata);
    }

    [Fact]
    public void Read_HalfPrecision_WidensExactly()
    {
        Put(
            """
            {"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},
             "b":{"dtype":"BF16","shape":[2],"data_offsets":[6,10]}}
            """,
            [0x00, 0x3c, 0x01, 0x00, 0x00, 0xfc, 0x80, 0x3f, 0x49, 0xc0]);
        SafetensorsContent content = SafetensorsFile.Read(FileName);
        Assert.Equal([1f, MathF.Pow(2, -24), float.NegativeInfinity], content.Tensors[0].Data.ToArray());
        Assert.Equal([1f, -3.140625f], content.Tensors[1].Data.ToArray());
        Assert.Equal(["F16", "BF16"], content.Tensors.Select(tensor => tensor.StoredType));
    }

    [Fact]
    public void Read_DoublePrecision_RoundsToNearest()
    {
        double[] values = [1 / 3.0, -1e-60, double.NegativeInfinity];
        PutDoubles(values);
        float[] read = SafetensorsFile.Read(FileName).Tensors.Single().Data.ToArray();
        Assert.Equal([1 / 3f, -0f, float.NegativeInfinity], read);
    }

    [Fact]
    public void Read_DoubleBeyondFloat32_IsRefused()
    {
        PutDoubles([1, 1e39]);
        Assert.Contains("beyond float32", Refused().Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MoreThanOneConversionBuffer_KeepsAllValues()
    {
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => (double)i)];
        PutDoubles(values);
        float[] read = SafetensorsFile.Read(FileName).Tensors.Single().Data.ToArray();
        Assert.Equal(values.Select(value => (float)value), read);
    }

    [Theory]
    [InlineData("I64", 8)]
    [InlineData("BOOL", 1)]
    [InlineData("F8_E4M3", 1)]
    public void Read_TypeThatIsNoWeight_IsRefusedByName(string type, int size)
    {
        Put($$$"""{"steps":{"dtype":"{{{type}}}","shape":[1],"data_offsets":[0,{{{size}}}]}}""", new byte[size]);
        ModelFormatException error = Refused();
        Assert.Equal($"tensor 'steps' of type {type}", error.Found);
        Assert.StartsWith("weights of type F32, F64, F16 or BF16", error.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_Throws() => Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Read(FileName));

    private static uint[] Bits(SafetensorsTensor tensor) =>
        [.. tensor.Data.ToArray().Select(BitConverter.SingleToUInt32Bits)];

    private void PutDoubles(double[] values)
    {
        byte[] data = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        Put($$$"""{"d":{"dtype":"F64","shape":[{{{values.Length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data);
    }

    private void Put(string header, byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(FileName, [.. length, .. json, .. data]);
    }

    private ModelFormatException Refused()
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Read(FileName));
        Assert.Equal(FileName, error.FileName);
        Assert.Equal($"Cannot load '{FileName}': found {error.Found}; expected {error.Expected}.", error.Message);
        return error;
    }
}
