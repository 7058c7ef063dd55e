using System.Runtime.CompilerServices;

namespace Mirrored.Files.Tests;

/// <summary>Makes the formats known, as the packages do in programs that reference them.</summary>
internal static class Formats
{
    [ModuleInitializer]
    internal static void Register()
    {
        OnnxFiles.Register();
        Keras.KerasFiles.Register();
    }
}
