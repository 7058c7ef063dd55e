using System.Numerics;
using System.Runtime.InteropServices;

namespace Mirrored.Keras;

/// <summary>Turns the bytes behind a npy header into an array and back.</summary>
internal static class NpyElements
{
    /// <summary>Reads header and elements; whole numbers that arrays have no type for become <see cref="int"/>, half precision
    /// becomes <see cref="float"/>, truth values become bytes.</summary>
    /// <exception cref="DataFormatException">The file is damaged, holds what no array can, or a number is too large.</exception>
    public static NDArray Read(CheckedReader reader)
    {
        NpyHeader header = NpyHeader.Read(reader);
        NDArray array = header.Type switch
        {
            "u1" or "b1" => Read<byte, byte>(reader, header),
            "i1" => Read<sbyte, int>(reader, header),
            "i2" => Read<short, int>(reader, header),
            "u2" => Read<ushort, int>(reader, header),
            "i4" => Read<int, int>(reader, header),
            "u4" => Read<uint, int>(reader, header),
            "i8" => Read<long, int>(reader, header),
            "u8" => Read<ulong, int>(reader, header),
            "f2" => Read<Half, float>(reader, header),
            "f4" => Read<float, float>(reader, header),
            "f8" => Read<double, double>(reader, header),
            _ => throw new DataFormatException(
                reader.Name, 10, $"elements of type {header.Type}", "numbers: u1 to u8, i1 to i8, f2 to f8, b1"),
        };
        reader.ExpectEnd();
        return array;
    }

    /// <summary>The bytes of a whole npy file: header, then elements.</summary>
    public static (byte[] Header, byte[] Elements) Write(NDArray array) => array switch
    {
        NDArray<float> floats => (NpyHeader.Write("<f4", array.Shape), Bytes(floats)),
        NDArray<double> doubles => (NpyHeader.Write("<f8", array.Shape), Bytes(doubles)),
        NDArray<int> numbers => (NpyHeader.Write("<i4", array.Shape), Bytes(numbers)),
        NDArray<byte> bytes => (NpyHeader.Write("|u1", array.Shape), Bytes(bytes)),
        _ => throw new NotSupportedException($"A npy file cannot hold {array.DType}."),
    };

    private static NDArray<T> Read<TStored, T>(CheckedReader reader, NpyHeader header)
        where TStored : unmanaged, INumber<TStored>
        where T : unmanaged, INumber<T>
    {
        long length = header.Shape.Length * header.ElementSize;
        if (reader.Length != reader.Position + length || length > Array.MaxLength)
            throw new DataFormatException(
                reader.Name, reader.Position, $"{reader.Length} bytes in all", $"header and elements of shape {header.Shape}");
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)length);
        reader.ReadExactly(bytes);
        if (header.IsBigEndian == BitConverter.IsLittleEndian) SwapBytes(bytes, header.ElementSize);
        ReadOnlySpan<TStored> stored = MemoryMarshal.Cast<byte, TStored>(bytes);
        T[] elements = GC.AllocateUninitializedArray<T>(stored.Length);
        for (int i = 0; i < elements.Length; i++)
        {
            try
            {
                elements[i] = T.CreateChecked(stored[i]);
            }
            catch (OverflowException error)
            {
                throw new DataFormatException(reader.Name, i, $"element {stored[i]}", $"what {typeof(T).Name} can hold", error);
            }
        }

        return new NDArray<T>(header.IsFortranOrder ? ToRowMajor(elements, header.Shape) : elements, header.Shape);
    }

    private static byte[] Bytes<T>(NDArray<T> array)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(array.Span).ToArray();
        if (!BitConverter.IsLittleEndian) SwapBytes(bytes, bytes.Length / Math.Max(1, array.Length));
        return bytes;
    }

    private static void SwapBytes(Span<byte> bytes, int size)
    {
        for (int i = 0; i < bytes.Length; i += size) bytes.Slice(i, size).Reverse();
    }

    private static T[] ToRowMajor<T>(T[] columnMajor, Shape shape)
    {
        T[] rowMajor = new T[columnMajor.Length];
        int[] index = new int[shape.Rank];
        for (int to = 0; to < rowMajor.Length; to++)
        {
            int from = 0;
            for (int axis = shape.Rank - 1; axis >= 0; axis--) from = (from * shape[axis]) + index[axis];
            rowMajor[to] = columnMajor[from];
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }

        return rowMajor;
    }
}
