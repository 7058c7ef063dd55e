using System.Text;

namespace Mirrored.Keras.Tests;

public sealed class NpyTests : IDisposable
{
    // NumPy 1.24: save of array([[1.5, -2, 3], [4, 5, 6]], float32).
    private static readonly byte[] OfNumPy = Convert.FromBase64String(
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEAAAIBAAACgQAAAwEA=");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_GivesTheBytesOfNumPy_AndLoadReadsThem()
    {
        Npy.Save(_folder["a.npy"], new NDArray<float>([1.5f, -2, 3, 4, 5, 6], [2, 3]));

        Assert.Equal(OfNumPy, File.ReadAllBytes(_folder["a.npy"]));
        NDArray<float> read = Npy.Load(_folder["a.npy"]).As<float>();
        Assert.Equal(new Shape(2, 3), read.Shape);
        Assert.Equal([1.5f, -2, 3, 4, 5, 6], read.ToArray());
    }

    [Theory]
    [InlineData("|u1", "(2,)", "07FF", DType.UInt8, new[] { 7.0, 255 })]
    [InlineData("|b1", "(2,)", "0100", DType.UInt8, new[] { 1.0, 0 })]
    [InlineData("|i1", "(2,)", "7F80", DType.Int32, new[] { 127.0, -128 })]
    [InlineData("<i2", "(2,)", "0100FFFF", DType.Int32, new[] { 1.0, -1 })]
    [InlineData(">u2", "(2,)", "0001FFFF", DType.Int32, new[] { 1.0, 65535 })]
    [InlineData("<i8", "(2,)", "0700000000000000F8FFFFFFFFFFFFFF", DType.Int32, new[] { 7.0, -8 })]
    [InlineData("<u4", "(1,)", "FFFFFF7F", DType.Int32, new[] { 2147483647.0 })]
    [InlineData("<f2", "(2,)", "003800B4", DType.Float32, new[] { 0.5, -0.25 })]
    [InlineData(">f4", "(1,)", "3FC00000", DType.Float32, new[] { 1.5 })]
    [InlineData(">f8", "(1,)", "C000000000000000", DType.Float64, new[] { -2.0 })]
    [InlineData("<f8", "()", "0000000000000440", DType.Float64, new[] { 2.5 })]
    [InlineData("<f4", "(0, 3)", "", DType.Float32, new double[0])]
    public void Load_AnyKindOfNumbers_BecomesTheNearestArray(string descr, string shape, string bytes, DType type, double[] expected)
    {
        NDArray array = Load(descr, "False", shape, Convert.FromHexString(bytes));

        Assert.Equal(type, array.DType);
        Assert.Equal(expected, Values(array));
    }

    [Fact]
    public void Load_FortranOrder_IsTurnedToRowMajor()
    {
        // The columns 1 4, 2 5 and 3 6 of two rows; then shape (2, 1, 2) with the first axis fastest.
        Assert.Equal([1, 2, 3, 4, 5, 6], Values(Load("|u1", "True", "(2, 3)", [1, 4, 2, 5, 3, 6])));
        Assert.Equal([1, 3, 2, 4], Values(Load("|u1", "True", "(2, 1, 2)", [1, 2, 3, 4])));
    }

    [Theory]
    [InlineData("<i8", "False", "(1,)", "0000000001000000")] // 2^32
    [InlineData("<u4", "False", "(1,)", "FFFFFFFF")]
    [InlineData("|O", "False", "(1,)", "00")]
    [InlineData("<U5", "False", "(1,)", "00")]
    [InlineData("<c8", "False", "(1,)", "0000000000000000")]
    [InlineData("<f4", "False", "(2,)", "00000000")]
    [InlineData("<f4", "False", "(1,)", "0000000000")]
    [InlineData("<f4", "False", "(2147483647, 2147483647)", "")]
    [InlineData("<f4", "Maybe", "(1,)", "00000000")]
    [InlineData("<f99", "False", "(1,)", "00000000")]
    public void Load_WhatNoArrayCanHold_IsRefused(string descr, string fortran, string shape, string bytes) =>
        Assert.Throws<DataFormatException>(() => Load(descr, fortran, shape, Convert.FromHexString(bytes)));

    [Fact]
    public void Load_AnyLengthCutOff_IsRefused()
    {
        for (int length = 0; length < OfNumPy.Length; length++)
        {
            File.WriteAllBytes(_folder["cut.npy"], OfNumPy[..length]);
            Assert.Throws<DataFormatException>(() => Npy.Load(_folder["cut.npy"]));
        }

        Assert.ThrowsAny<IOException>(() => Npy.Load(_folder["missing.npy"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Npz_ThereAndBack_IsTheSame(bool compress)
    {
        Dictionary<string, NDArray> arrays = new()
        {
            ["x"] = new NDArray<byte>([0, 128, 255], [3, 1]).AsFloat(1 / 255.0), ["y"] = new[] { 3, -1 },
            ["z"] = (NDArray<double>)new[] { 0.1 }, ["b"] = new byte[] { 9 },
        };

        Npz.Save(_folder["a.npz"], arrays, compress);
        OrderedDictionary<string, NDArray> read = Npz.Load(_folder["a.npz"]);

        Assert.Equal(arrays.Keys, read.Keys);
        foreach ((string name, NDArray array) in arrays)
        {
            Assert.Equal((array.DType, array.Shape), (read[name].DType, read[name].Shape));
            Assert.Equal(Values(array), Values(read[name]));
        }

        byte[] first = File.ReadAllBytes(_folder["a.npz"]);
        Npz.Save(_folder["a.npz"], arrays, compress);
        Assert.Equal(first, File.ReadAllBytes(_folder["a.npz"]));
    }

    [Fact]
    public void Npz_BadNames_AreRefusedAndLeaveTheOldFile()
    {
        Npz.Save(_folder["a.npz"], new Dictionary<string, NDArray> { ["x"] = new[] { 1 } });

        Assert.Throws<ArgumentException>(() => Npz.Save(_folder["a.npz"], new Dictionary<string, NDArray> { ["../x"] = new[] { 1 } }));
        Assert.Throws<ArgumentException>(() => Npz.Save(_folder["a.npz"], new Dictionary<string, NDArray> { ["x"] = null! }));

        Assert.Single(Npz.Load(_folder["a.npz"]));
        File.WriteAllText(_folder["b.npz"], "no zip");
        Assert.Throws<DataFormatException>(() => Npz.Load(_folder["b.npz"]));
    }

    private static double[] Values(NDArray array) => array switch
    {
        NDArray<float> floats => [.. floats.ToArray().Select(v => (double)v)],
        NDArray<double> doubles => doubles.ToArray(),
        NDArray<int> numbers => [.. numbers.ToArray().Select(v => (double)v)],
        _ => [.. array.As<byte>().ToArray().Select(v => (double)v)],
    };

    private NDArray Load(string descr, string fortran, string shape, byte[] elements)
    {
        string header = $"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        File.WriteAllBytes(
            _folder["made.npy"],
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. elements]);
        return Npy.Load(_folder["made.npy"]);
    }
}
