using System.IO.Compression;
using System.Text;

namespace Mirrored.Keras.Tests;

public sealed class NpzReaderTests
{
    // Made with NumPy 1.24: x = arange(12).reshape(2, 3, 2) and y = [7, 2], uint8; savez and savez_compressed.
    private static readonly byte[] Stored = Convert.FromBase64String(
        "UEsDBBQAAAAAAAAAIQD1zwrZjAAAAIwAAAAFABQAeC5ucHkBABAAjAAAAAAAAACMAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0"
        + "cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCAzLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAKAAECAwQFBgcICQoLUEsDBBQAAAAAAAAAIQDkpT8JggAAAIIAAAAFABQAeS5ucHkBABAAggAAAAAAAACCAAAAAAAAAJNOVU1QWQEAdgB7"
        + "J2Rlc2NyJzogJ3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
        + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBwJQSwECFAMUAAAAAAAAACEA9c8K2YwAAACMAAAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwEC"
        + "FAMUAAAAAAAAACEA5KU/CYIAAACCAAAABQAAAAAAAAAAAAAAgAHDAAAAeS5ucHlQSwUGAAAAAAIAAgBmAAAAfAEAAAAA");

    private static readonly byte[] Deflated = Convert.FromBase64String(
        "UEsDBBQAAAAIAAAAIQD1zwrZVQAAAIwAAAAFABQAeC5ucHkBABAAjAAAAAAAAABVAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9U"
        + "UpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsY6CkaaOgq1CuQBLgZGJmYWVjZ2Dk4ubgBQSwMEFAAAAAgAAAAhAOSlPwlGAAAAggAAAAUAFAB5Lm5w"
        + "eQEAEACCAAAAAAAAAEYAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQA"
        + "LnYmAFBLAQIUAxQAAAAIAAAAIQD1zwrZVQAAAIwAAAAFAAAAAAAAAAAAAACAAQAAAAB4Lm5weVBLAQIUAxQAAAAIAAAAIQDkpT8JRgAAAIIAAAAFAAAA"
        + "AAAAAAAAAACAAYwAAAB5Lm5weVBLBQYAAAAAAgACAGYAAAAJAQAAAAA=");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_FilesOfNumPy_GivesTheArrays(bool deflated)
    {
        var (x, y) = Read(deflated ? Deflated : Stored);

        Assert.Equal(new Shape(2, 3, 2), x.Shape);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (byte)i)], x.ToArray());
        Assert.Equal([7, 2], y.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_AnyBitFlipped_RefusesOrGivesTheSameArrays(bool deflated)
    {
        byte[] whole = deflated ? Deflated : Stored;
        var (x, y) = Read(whole);
        int refused = 0;
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] file = [.. whole];
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                var (flippedX, flippedY) = Read(file);
                Assert.Equal(x.ToArray(), flippedX.ToArray());
                Assert.Equal(y.ToArray(), flippedY.ToArray());
            }
            catch (DataFormatException)
            {
                refused++;
            }
        }

        // The 270 bytes of the two npy files, or the 155 they are packed in: everything but their padding counts.
        Assert.True(refused >= 8 * (deflated ? 150 : 270), $"{refused} flips were refused");
    }

    [Fact]
    public void Read_AnyLengthCutOff_Refuses()
    {
        for (int length = 0; length < Deflated.Length; length++)
            Assert.Throws<DataFormatException>(() => Read(Deflated[..length]));
    }

    [Fact]
    public void Read_MissingArray_NamesIt()
    {
        using var npz = new NpzReader(new MemoryStream(Stored), "m.npz");
        Assert.Contains("z", Assert.Throws<DataFormatException>(() => npz.Read("z", 1)).Expected);
    }

    [Fact]
    public void Read_AnotherNumberOfAxes_Refuses()
    {
        using var npz = new NpzReader(new MemoryStream(Stored), "m.npz");
        var error = Assert.Throws<DataFormatException>(() => npz.Read("x", 1));
        Assert.Equal(("m.npz/x.npy", "an array of shape (2, 3, 2)", "1 axes"), (error.File, error.Found, error.Expected));
    }

    [Theory]
    [InlineData("{'descr': '<u2', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (2,), }")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2147483647), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999,), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (0,), }")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }")]
    public void Read_HeaderOfSomethingElse_Refuses(string header)
    {
        using var npz = new NpzReader(new MemoryStream(Npz(header + "\n")), "m.npz");
        Assert.Throws<DataFormatException>(() => npz.Read("x", 1));
    }

    [Fact]
    public void Read_HeaderLongerThanNumPyAllows_Refuses()
    {
        string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }" + new string(' ', 10_000) + "\n";
        using var npz = new NpzReader(new MemoryStream(Npz(header)), "m.npz");

        Assert.Contains("at most 10000", Assert.Throws<DataFormatException>(() => npz.Read("x", 1)).Expected);
    }

    private static (NDArray<byte> X, NDArray<byte> Y) Read(byte[] file)
    {
        using var npz = new NpzReader(new MemoryStream(file), "m.npz");
        return (npz.Read("x", 3), npz.Read("y", 1));
    }

    private static byte[] Npz(string header)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            using Stream entry = zip.CreateEntry("x.npy").Open();
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            entry.Write(Encoding.ASCII.GetBytes(header));
            entry.Write([1, 2]);
        }

        return file.ToArray();
    }
}
