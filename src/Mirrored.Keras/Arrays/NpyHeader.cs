using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mirrored.Keras;

/// <summary>What the header of a npy file says about the bytes behind it.</summary>
/// <param name="IsBigEndian">Whether elements begin with their upper byte.</param>
/// <param name="Type">NumPy's kind of element and its size in bytes: <c>f4</c>.</param>
/// <param name="IsFortranOrder">Whether the first axis is contiguous instead of the last.</param>
/// <param name="Shape">The shape.</param>
/// <remarks>Source of the format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</remarks>
internal sealed partial record NpyHeader(bool IsBigEndian, string Type, bool IsFortranOrder, Shape Shape)
{
    // NumPy's own limit; a longer header than this holds something else.
    private const int MaxLength = 10_000;
    private const int Alignment = 64;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>The size of an element in bytes.</summary>
    public int ElementSize => int.Parse(Type.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Reads a header.</summary>
    /// <exception cref="DataFormatException">It is none, or damaged, or of a kind of elements with fields or objects.</exception>
    public static NpyHeader Read(CheckedReader reader)
    {
        Span<byte> start = stackalloc byte[8], size = stackalloc byte[4];
        reader.ReadExactly(start);
        if (!start.StartsWith(Magic) || start[6] is < 1 or > 3 || start[7] != 0)
            throw new DataFormatException(
                reader.Name, 0, $"bytes {Convert.ToHexString(start)}", "npy format 1.0 to 3.0: 934E554D5059 and the version");
        size = start[6] == 1 ? size[..2] : size;
        reader.ReadExactly(size);
        long length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > MaxLength) throw new DataFormatException(reader.Name, 8, $"a header of {length} bytes", $"at most {MaxLength}");

        byte[] text = new byte[length];
        reader.ReadExactly(text);
        string header = Encoding.Latin1.GetString(text);
        Match match = Pattern().Match(header);
        if (!match.Success)
            throw new DataFormatException(reader.Name, 10, header.Trim(), "'descr': '<f4', 'fortran_order': False, 'shape': (...)");
        return new NpyHeader(
            match.Groups["order"].Value == ">", match.Groups["type"].Value, match.Groups["fortran"].Value == "True",
            ParseShape(reader.Name, match.Groups["shape"].Value));
    }

    /// <summary>The header as it stands in a file of version 1.0, in row-major order.</summary>
    public static byte[] Write(string descr, Shape shape)
    {
        string sizes = shape.Rank == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        string text = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({sizes}), }}";
        const int prefix = 10, newLine = 1;
        int total = (prefix + text.Length + newLine + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[total];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header, 0);
        (header[6], header[7], header[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - prefix));
        Encoding.ASCII.GetBytes(text, header.AsSpan(prefix));
        return header;
    }

    private static Shape ParseShape(string name, string text)
    {
        string[] sizes = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] axes = new int[sizes.Length];
        long elements = 1;
        for (int axis = 0; axis < axes.Length; axis++)
        {
            bool valid = int.TryParse(sizes[axis], NumberStyles.None, CultureInfo.InvariantCulture, out axes[axis]);
            elements *= axes[axis];
            if (!valid || elements > Array.MaxLength)
                throw new DataFormatException(name, 10, $"shape ({text})", $"sizes that make at most {Array.MaxLength} elements");
        }

        return new Shape(axes);
    }

    [GeneratedRegex(
        @"^\{'descr': '(?<order>[<>|=])(?<type>[a-z][1-9][0-9]?)', 'fortran_order': (?<fortran>True|False), "
        + @"'shape': \((?<shape>[0-9, ]*)\),? ?\} *\n$")]
    private static partial Regex Pattern();
}
