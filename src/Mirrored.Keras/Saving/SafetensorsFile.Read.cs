using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mirrored.Keras;

internal static partial class SafetensorsFile
{
    private const int ConversionBytes = 1 << 16;

    /// <summary>Reads a file, after checking all of it that can be wrong but the values themselves.</summary>
    /// <remarks><c>F32</c> comes as it is, bit for bit; <c>F16</c> and <c>BF16</c> are widened without loss; <c>F64</c>
    /// is rounded to the nearest float32. Other element types are refused: weights are not integers. No more memory is
    /// taken than a small multiple of the file's length.</remarks>
    /// <param name="path">The file.</param>
    /// <returns>Tensors and metadata.</returns>
    /// <exception cref="ModelFormatException">The file is not a safetensors file, is damaged or truncated, or holds
    /// element types that are no weights.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsContent Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireLittleEndian();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads what a stream holds.</summary>
    /// <param name="stream">It can seek; the caller disposes it.</param>
    /// <param name="path">What errors call it.</param>
    /// <returns>Tensors and metadata.</returns>
    /// <exception cref="ModelFormatException">As above.</exception>
    internal static SafetensorsContent Read(Stream stream, string path)
    {
        try
        {
            byte[] header = ReadHeader(stream, path);
            OrderedDictionary<string, string> metadata = new(StringComparer.Ordinal);
            List<SafetensorsEntry> entries = new SafetensorsHeaderParser(path, header).Parse(metadata);

            // Files by other programs may list tensors in another order than their data; the sort keeps the order of
            // empty ones, which share a position.
            SafetensorsEntry[] ordered = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
            CheckLayout(path, ordered, stream.Length - stream.Position);
            return new SafetensorsContent([.. ordered.Select(entry => ReadTensor(stream, path, entry))], metadata);
        }
        catch (EndOfStreamException exception)
        {
            throw new ModelFormatException(path, "a file that shrank while it was read", "its full length", exception);
        }
    }

    private static byte[] ReadHeader(Stream stream, string path)
    {
        long fileLength = stream.Length;
        if (fileLength < LengthBytes)
            throw new ModelFormatException(path, $"{fileLength} bytes", $"at least {LengthBytes}, the header's length");
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader || (long)length > fileLength - LengthBytes)
        {
            throw new ModelFormatException(path, $"a header of {length} bytes in a file of {fileLength}",
                $"a safetensors file, whose header lies in the file and takes at most {LongestHeader} bytes");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);

        // The JSON reader would skip leading blanks; the format does not allow them.
        if (header is not [(byte)'{', ..])
            throw new ModelFormatException(path, "a header that does not begin with '{'", "a JSON object");
        return header;
    }

    /// <summary>Checks that the tensors lie one behind the other from the first byte of the data to the last.</summary>
    private static void CheckLayout(string path, SafetensorsEntry[] entries, long dataLength)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != position || entry.End < entry.Begin || entry.End > dataLength)
            {
                throw new ModelFormatException(path,
                    $"tensor {Quote(entry.Name)} at bytes {entry.Begin} to {entry.End} of {dataLength}",
                    $"that it begins at byte {position} and ends within the data: no holes, no overlaps");
            }

            position = entry.End;
            int size = ElementSize(entry.Type);
            if (size == 0)
                throw new ModelFormatException(path, $"the element type {Quote(entry.Type)}", "a type of the format");
            if (ByteCount(entry.Shape, size) != entry.End - entry.Begin)
            {
                throw new ModelFormatException(path,
                    $"tensor {Quote(entry.Name)} with {entry.End - entry.Begin} bytes",
                    $"as many as the shape {entry.Shape} of {entry.Type} takes");
            }

            CheckReadable(path, entry, size);
        }

        if (position == dataLength) return;
        throw new ModelFormatException(path, $"{dataLength} bytes of data", $"the {position} that the header lists");
    }

    /// <summary>The size of a tensor, or -1 when it does not fit into 64 bits.</summary>
    private static long ByteCount(Shape shape, long elementSize)
    {
        UInt128 bytes = (UInt128)elementSize;
        foreach (int axis in shape)
        {
            bytes *= (uint)axis;
            if (bytes > long.MaxValue) return -1;
        }

        return (long)bytes;
    }

    private static void CheckReadable(string path, SafetensorsEntry entry, int elementSize)
    {
        if (entry.Type is not ("F32" or "F64" or "F16" or "BF16"))
        {
            throw new ModelFormatException(path, $"tensor {Quote(entry.Name)} of type {entry.Type}",
                "weights of type F32, F64, F16 or BF16; convert or leave out the tensor when the file is made");
        }

        long length = (entry.End - entry.Begin) / elementSize;
        if (length > Array.MaxLength)
        {
            throw new ModelFormatException(path, $"tensor {Quote(entry.Name)} of {length} elements",
                $"at most {Array.MaxLength} in one tensor");
        }
    }

    private static SafetensorsTensor ReadTensor(Stream stream, string path, SafetensorsEntry entry)
    {
        int elementSize = ElementSize(entry.Type);
        float[] data = GC.AllocateUninitializedArray<float>((int)((entry.End - entry.Begin) / elementSize));
        if (entry.Type == SafetensorsTensor.Float32) ReadFloats(stream, data);
        else if (!Convert(stream, entry.Type, elementSize, data))
        {
            throw new ModelFormatException(path, $"a value beyond float32 in tensor {Quote(entry.Name)} of type F64",
                "values that float32 can hold");
        }

        return new SafetensorsTensor(entry.Name, entry.Shape, data, entry.Type);
    }

    private static void ReadFloats(Stream stream, Span<float> data)
    {
        while (!data.IsEmpty)
        {
            Span<float> piece = data[..Math.Min(data.Length, PieceLength)];
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            data = data[piece.Length..];
        }
    }

    /// <summary>Reads another element type; false when a finite value became infinite.</summary>
    private static bool Convert(Stream stream, string type, int elementSize, Span<float> data)
    {
        byte[] buffer = new byte[ConversionBytes];
        bool allFit = true;
        while (!data.IsEmpty)
        {
            Span<float> piece = data[..Math.Min(data.Length, ConversionBytes / elementSize)];
            Span<byte> bytes = buffer.AsSpan(0, piece.Length * elementSize);
            stream.ReadExactly(bytes);
            for (int i = 0; i < piece.Length; i++)
            {
                ReadOnlySpan<byte> element = bytes[(i * elementSize)..];
                switch (type)
                {
                    case "F16":
                        piece[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(element);
                        break;
                    case "BF16":
                        int upperHalf = BinaryPrimitives.ReadInt16LittleEndian(element);
                        piece[i] = BitConverter.Int32BitsToSingle(upperHalf << 16);
                        break;
                    default:
                        double value = BinaryPrimitives.ReadDoubleLittleEndian(element);
                        piece[i] = (float)value;
                        allFit &= float.IsFinite(piece[i]) || !double.IsFinite(value);
                        break;
                }
            }

            data = data[piece.Length..];
        }

        return allFit;
    }
}
