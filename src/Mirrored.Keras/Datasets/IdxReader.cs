using System.Buffers.Binary;

namespace Mirrored.Keras;

/// <summary>Reads arrays of bytes in the IDX format of the MNIST files, plain or gzip.</summary>
/// <remarks>Two zero bytes, the element type (8: unsigned byte), the number of axes, then the size of each as a big-endian
/// 32-bit number, then the elements.</remarks>
internal static class IdxReader
{
    /// <summary>The most elements that a header may declare.</summary>
    public const int MaxElements = 1 << 30;

    private const uint UnsignedBytes = 0x0800;

    /// <summary>Reads a whole file; the bytes are unpacked right into the array, which the collector does not move.</summary>
    /// <param name="file">A seekable stream at its start; closed afterwards.</param>
    /// <param name="name">What errors call the file.</param>
    /// <param name="axes">The number of axes that it has to have.</param>
    /// <exception cref="DataFormatException">The file is anything but one whole array of that kind.</exception>
    public static NDArray<byte> Read(Stream file, string name, int axes)
    {
        using Stream owned = file;
        using CheckedReader reader = CheckedReader.Open(file, name);
        Shape shape = ReadHeader(reader, axes);
        long expected = HeaderLength(axes) + shape.Length;
        if (reader.Length != expected)
            throw new DataFormatException(
                name, reader.Position, $"{reader.Length} bytes in all", $"{expected} for an array of shape {shape}");

        var elements = GC.AllocateUninitializedArray<byte>((int)shape.Length, pinned: true);
        reader.ReadExactly(elements);
        reader.ExpectEnd();
        return new NDArray<byte>(elements, shape);
    }

    private static Shape ReadHeader(CheckedReader reader, int axes)
    {
        Span<byte> header = stackalloc byte[HeaderLength(axes)];
        reader.ReadExactly(header[..4]);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header), expected = UnsignedBytes | (uint)axes;
        if (magic != expected)
            throw new DataFormatException(
                reader.Name, 0, $"magic 0x{magic:X8}", $"0x{expected:X8}: IDX, unsigned bytes, {axes} axes");

        reader.ReadExactly(header[4..]);
        var sizes = new int[axes];
        long elements = 1;
        for (int axis = 0; axis < axes; axis++)
        {
            int offset = HeaderLength(axis);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
            elements *= Math.Min(size, MaxElements + 1u);
            if (size == 0 || elements > MaxElements)
                throw new DataFormatException(
                    reader.Name, offset, $"size {size} of axis {axis}", $"1 or more, and at most {MaxElements} elements in all");
            sizes[axis] = (int)size;
        }

        return new Shape(sizes);
    }

    private static int HeaderLength(int axes) => 4 + (4 * axes);
}
