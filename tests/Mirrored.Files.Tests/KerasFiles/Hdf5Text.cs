using System.Globalization;
using System.Text;
using PureHDF;

namespace Mirrored.Files.Tests;

/// <summary>All that is in an HDF5 file as text: groups, attributes, types, shapes and values, in order of names.</summary>
internal static class Hdf5Text
{
    public static string Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Of(stream);
    }

    public static string Of(Stream stream)
    {
        using var file = H5File.Open(stream);
        StringBuilder text = new();
        Write(file, "", text);
        return text.ToString();
    }

    private static void Write(IH5Group group, string place, StringBuilder text)
    {
        text.AppendLine(place + "/");
        foreach (IH5Attribute attribute in group.Attributes().OrderBy(a => a.Name, StringComparer.Ordinal))
        {
            bool isText = attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength;
            text.AppendLine(CultureInfo.InvariantCulture, $"{place} [{attribute.Name}] {attribute.Space.Type} {(isText ? attribute.Read<string>() : attribute.Type.Class)}");
        }

        foreach (IH5Object child in group.Children().OrderBy(c => c.Name, StringComparer.Ordinal))
        {
            string at = $"{place}/{child.Name}";
            if (child is IH5Group inner) Write(inner, at, text);
            else if (child is IH5Dataset data) text.AppendLine(CultureInfo.InvariantCulture, $"{at} {Describe(data)}");
        }
    }

    private static string Describe(IH5Dataset data)
    {
        string values = data.Space.Type == H5DataspaceType.Scalar
            ? data.Type.Class == H5DataTypeClass.FixedPoint ? $"{data.Read<int>()}" : data.Read<float>().ToString("R", CultureInfo.InvariantCulture)
            : string.Join(' ', data.Read<float[]>().Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        return $"{data.Type.Class}{data.Type.Size} {data.Layout.Class} ({string.Join(", ", data.Space.Dimensions)}) {values}";
    }
}
