namespace Mirrored;

/// <summary>The kernels' PTX, which is embedded in this assembly.</summary>
internal static class EmbeddedPtx
{
    /// <summary>Reads one file.</summary>
    /// <param name="name">The source's name without ending, such as <c>adam</c>.</param>
    /// <returns>The text with a zero byte behind it, as the driver wants it.</returns>
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedPtx).Assembly.GetManifestResourceStream(name + ".ptx")
            ?? throw new ArgumentException($"There is no kernel file '{name}'.", nameof(name));
        byte[] text = new byte[stream.Length + 1];
        stream.ReadExactly(text.AsSpan(0, text.Length - 1));
        return text;
    }
}
