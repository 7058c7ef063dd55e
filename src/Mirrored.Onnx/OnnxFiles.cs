namespace Mirrored.Keras;

/// <summary>Models as ONNX files.</summary>
public static class OnnxFiles
{
    /// <summary>Makes <see cref="Sequential.Save"/> write files that end in <c>.onnx</c>. C# programs that reference the package
    /// need not call it.</summary>
    public static void Register() => ModelFormats.Register(new OnnxFormat());
}
