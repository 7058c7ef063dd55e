using PureHDF;
using PureHDF.VOL.Native;

namespace Mirrored.Keras;

/// <summary>Reads groups, texts and numbers of an HDF5 file that may be hostile; whatever goes wrong is a
/// <see cref="ModelFormatException"/> that names the place.</summary>
/// <remarks>Only data that lies in the file as it is counts: external and virtual data and links to other files, which could read what
/// the file's author has no right to, give no bytes of this file and are refused by that; so are chunks and filters, which Keras does
/// not write.</remarks>
internal sealed class Hdf5Reader : IDisposable
{
    // Headers are read more than once, the data is not.
    private const long Rereads = 16, Slack = 1 << 24;

    private readonly string _path;
    private readonly CountedStream _stream;
    private readonly NativeFile _file;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="stream">Its content; disposed with this.</param>
    public Hdf5Reader(string path, Stream stream)
    {
        _path = path;
        _stream = new CountedStream(stream, (Rereads * stream.Length) + Slack);
        try
        {
            _file = Guard("/", () => H5File.Open(_stream));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a group or dataset of this path.</summary>
    public bool Exists(string place) => Guard(place, () =>
    {
        string partial = "";
        foreach (string part in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            partial += "/" + part;
            if (!_file.LinkExists(partial)) return false;
        }

        return true;
    });

    /// <summary>The names in a group.</summary>
    public IReadOnlyList<string> Children(string place) => Guard(place, () => _file.Group(place).Children().Select(c => c.Name).ToArray());

    /// <summary>A text or a list of texts at an object; null if it has none of the name.</summary>
    public string[]? Texts(string place, string name) => Guard($"{place} [{name}]", () =>
    {
        IH5Object owner = place == "/" ? _file : _file.Get(place);
        if (!owner.AttributeExists(name)) return null;
        IH5Attribute attribute = owner.Attribute(name);
        if (attribute.Space.Type == H5DataspaceType.Null || attribute.Space.Dimensions.Contains(0UL)) return [];
        if (attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength)) return []; // An empty list is float64.
        CheckLength($"{place} [{name}]", attribute.Space.Dimensions, elementSize: 1);
        return attribute.Space.Type == H5DataspaceType.Scalar ? [attribute.Read<string>()] : attribute.Read<string[]>();
    });

    /// <summary>A tensor of float32.</summary>
    public NDArray<float> Floats(string place) => Guard(place, () =>
    {
        IH5Dataset dataset = _file.Dataset(place);
        if (dataset.Type.Class != H5DataTypeClass.FloatingPoint || dataset.Type.Size is not (4 or 8))
            throw Wrong(place, $"elements of class {dataset.Type.Class} and {dataset.Type.Size} bytes", "float32 or float64");
        int[] axes = Axes(place, dataset);
        if (dataset.Type.Size == 4) return new NDArray<float>(Read<float>(place, dataset, axes), axes);
        return new NDArray<float>([.. Read<double>(place, dataset, axes).Select(v => (float)v)], axes);
    });

    /// <summary>One integer.</summary>
    public long Integer(string place) => Guard(place, () =>
    {
        IH5Dataset dataset = _file.Dataset(place);
        int[] axes = Axes(place, dataset);
        if (dataset.Type.Class != H5DataTypeClass.FixedPoint || axes.Length > 0)
            throw Wrong(place, $"{dataset.Type.Class} of {axes.Length} axes", "one integer");
        return dataset.Type.Size == 8 ? Read<long>(place, dataset, axes)[0] : Read<int>(place, dataset, axes)[0];
    });

    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    /// <summary>An error at a place in the file.</summary>
    public ModelFormatException Wrong(string place, string found, string expected, Exception? inner = null) =>
        new(_path, $"at {SafetensorsFile.Quote(place)} {found}", expected, inner);

    private T[] Read<T>(string place, IH5Dataset dataset, int[] axes)
        where T : unmanaged
    {
        long bytes = axes.Aggregate((long)dataset.Type.Size, (product, axis) => product * axis);
        if (dataset.Layout.Class != H5DataLayoutClass.Contiguous)
            throw Wrong(place, $"data in the layout {dataset.Layout.Class}", "contiguous data, as Keras writes");
        long before = _stream.BytesRead;
        T[] values = axes.Length == 0 ? [dataset.Read<T>()] : axes.Contains(0) ? [] : dataset.Read<T[]>();
        if (_stream.BytesRead - before < bytes)
            throw Wrong(place, "data that does not lie in the file", "data of its own: neither external nor virtual nor missing");
        return values;
    }

    private int[] Axes(string place, IH5Dataset dataset)
    {
        if (dataset.Space.Type == H5DataspaceType.Null) throw Wrong(place, "no value", "numbers");
        CheckLength(place, dataset.Space.Dimensions, dataset.Type.Size);
        return [.. dataset.Space.Dimensions.Select(axis => (int)axis)];
    }

    /// <summary>Refuses what declares more data than the file has, before memory is taken for it.</summary>
    private void CheckLength(string place, ulong[] axes, int elementSize)
    {
        UInt128 bytes = (UInt128)elementSize;
        foreach (ulong axis in axes)
        {
            bytes *= axis;
            if (axis > int.MaxValue || bytes > (UInt128)_stream.Length)
                throw Wrong(place, $"the shape ({string.Join(", ", axes)})", $"a shape that fits into the file of {_stream.Length} bytes");
        }
    }

    /// <summary>Runs code of the HDF5 library, which tells of damage by exceptions of every kind.</summary>
    private T Guard<T>(string place, Func<T> read)
    {
        try
        {
            T value = read();
            return _stream.Refusal is { } refusal ? throw Wrong(place, refusal, "data of its own") : value;
        }
        catch (Exception exception) when (exception is not ModelFormatException)
        {
            throw Wrong(place, "something that cannot be read", "the HDF5 structure that Keras writes", exception);
        }
    }
}
