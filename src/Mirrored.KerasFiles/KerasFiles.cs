namespace Mirrored.Keras;

/// <summary>Models and weights in Keras's own files.</summary>
public static class KerasFiles
{
    /// <summary>Makes <see cref="Sequential.Save"/>, <see cref="Sequential.Load"/> and their like take files that end in <c>.keras</c>,
    /// <c>.h5</c> and <c>.hdf5</c>. C# programs that reference the package need not call it.</summary>
    public static void Register()
    {
        ModelFormats.Register(new Hdf5Format());
        ModelFormats.Register(new KerasFormat());
    }
}
