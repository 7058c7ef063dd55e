using PureHDF;

namespace Mirrored.Keras;

/// <summary>Puts an HDF5 file together: groups by path, datasets and attributes.</summary>
internal sealed class Hdf5Writer
{
    // Contiguous, as Keras writes and Hdf5Reader asks.
    private static readonly H5WriteOptions Options = new(PreferCompactDatasetLayout: false);

    private readonly H5File _file = [];

    /// <summary>The group of a path, made if there is none.</summary>
    public H5Group Group(string place)
    {
        H5Group group = _file;
        foreach (string part in place.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!group.TryGetValue(part, out object? child)) group[part] = child = new H5Group();
            group = (H5Group)child;
        }

        return group;
    }

    /// <summary>Adds a tensor.</summary>
    public void Floats(string place, Shape shape, float[] values) =>
        Add(place, shape.Rank == 0 ? new H5Dataset(values[0]) : new H5Dataset(values, fileDims: [.. shape.Select(axis => (ulong)axis)]));

    /// <summary>Adds one integer.</summary>
    public void Integer(string place, int value) => Add(place, new H5Dataset(value));

    /// <summary>Sets an attribute of a group.</summary>
    public void Attribute(string place, string name, object value) => Group(place).Attributes[name] = value;

    /// <summary>Writes the file.</summary>
    public void Write(Stream stream) => _file.Write(stream, Options);

    private void Add(string place, H5Dataset dataset)
    {
        int end = place.LastIndexOf('/');
        Group(place[..end])[place[(end + 1)..]] = dataset;
    }
}
