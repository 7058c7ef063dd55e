using System.Buffers;
using System.Buffers.Binary;
using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mirrored.Keras;

internal static partial class SafetensorsFile
{
    private const int HeaderAlignment = 8;

    // A span counts its bytes in 32 bits, so a tensor is written in pieces of at most this many elements.
    private const int PieceLength = 1 << 20;

    private static readonly JsonWriterOptions HeaderOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Writes tensors as float32, in the given order, replacing the file in one step.</summary>
    /// <remarks>On failure the old file is as it was, and nothing else is left.</remarks>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The tensors, each with its own printable name.</param>
    /// <param name="metadata">Texts to keep with them; none if null.</param>
    /// <exception cref="ArgumentException">A name is empty, not printable or used twice, a tensor has more or fewer
    /// values than its shape or too many axes, or the header would be longer than the format allows.</exception>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        (long length, Action<Stream> write) = Prepare(tensors, metadata);
        AtomicFile.Write(path, length, write);
    }

    /// <summary>Checks tensors that will be written.</summary>
    /// <param name="tensors">The tensors, each with its own printable name.</param>
    /// <param name="metadata">Texts to keep with them; none if null.</param>
    /// <returns>The size of the file in bytes, and what writes it.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Write"/>.</exception>
    public static (long Length, Action<Stream> Write) Prepare(
        IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        RequireLittleEndian();
        CheckTensors(tensors);
        CheckMetadata(metadata);
        ReadOnlyMemory<byte> header = MakeHeader(tensors, metadata, out long dataLength);
        if (header.Length > LongestHeader)
        {
            throw new ArgumentException(
                $"Names and metadata take {header.Length} bytes, the format allows {LongestHeader}; shorten them.",
                nameof(metadata));
        }

        return (checked(LengthBytes + header.Length + dataLength), WriteAll);

        void WriteAll(Stream stream)
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header.Span);
            foreach (SafetensorsTensor tensor in tensors) WriteData(stream, tensor.Data.Span);
        }
    }

    private static void CheckTensors(IReadOnlyList<SafetensorsTensor> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in tensors)
        {
            string name = tensor.Name;
            if (!IsTensorName(name) || !IsUnicode(name))
            {
                throw new ArgumentException(
                    $"{Quote(name)} cannot name a tensor: it must be printable text and not {MetadataKey}.",
                    nameof(tensors));
            }

            if (!names.Add(name))
                throw new ArgumentException($"Two tensors are called {Quote(name)}; rename one.", nameof(tensors));
            if (tensor.Shape.Rank > HighestRank || tensor.Shape.Length != tensor.Data.Length)
            {
                throw new ArgumentException(
                    $"Tensor {Quote(name)} has {tensor.Data.Length} values and the shape {tensor.Shape}; expected the "
                    + $"product of the axes, and at most {HighestRank} axes.", nameof(tensors));
            }
        }
    }

    private static void CheckMetadata(IReadOnlyDictionary<string, string>? metadata)
    {
        foreach ((string key, string text) in metadata ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (!IsUnicode(key) || !IsUnicode(text))
            {
                throw new ArgumentException(
                    $"The metadata {Quote(key)} = {Quote(text)} is not Unicode: it has half of a surrogate pair.",
                    nameof(metadata));
            }
        }
    }

    // Half of a surrogate pair has no UTF-8: it would be replaced, and two names that differ in it would become one.
    private static bool IsUnicode(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int length) != OperationStatus.Done) return false;
            text = text[length..];
        }

        return true;
    }

    private static ReadOnlyMemory<byte> MakeHeader(
        IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata, out long dataLength)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, HeaderOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string text) in metadata) json.WriteString(key, text);
                json.WriteEndObject();
            }

            dataLength = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                long begin = dataLength;
                dataLength = checked(begin + (long)tensor.Data.Length * sizeof(float));
                WriteEntry(json, new(tensor.Name, SafetensorsTensor.Float32, tensor.Shape, begin, dataLength));
            }

            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & (HeaderAlignment - 1);
        buffer.GetSpan(HeaderAlignment)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenMemory;
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type);
        json.WriteStartArray("shape");
        foreach (int axis in entry.Shape) json.WriteNumberValue(axis);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(entry.Begin);
        json.WriteNumberValue(entry.End);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteData(Stream stream, ReadOnlySpan<float> data)
    {
        while (!data.IsEmpty)
        {
            ReadOnlySpan<float> piece = data[..Math.Min(data.Length, PieceLength)];
            stream.Write(MemoryMarshal.AsBytes(piece));
            data = data[piece.Length..];
        }
    }
}
