using System.Runtime.InteropServices;

namespace Mirrored.Peers;

/// <summary>Makes sure that TorchSharp's native library loads, before TorchSharp tries.</summary>
internal static class TorchLibrary
{
    /// <summary>TorchSharp 0.107.0 asks for this version of libstdc++'s symbols; Debian 12's is older.</summary>
    /// <remarks>The one symbol under it, <c>std::ios_base_library_init</c>, has no relocation: nothing is called
    /// through it.</remarks>
    private const string VersionNeed = "GLIBCXX_3.4.32";

    public static void EnsureLoads()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(VersionNeed, StringComparison.Ordinal))
        {
            Relax(path);
            NativeLibrary.Load(path);
            Console.WriteLine(
                $"libstdc++ lacks {VersionNeed}: {Path.GetFileName(path)} in the build output now does without.");
        }
    }

    private static void Relax(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        if (ElfVersionNeed.Weaken(image, VersionNeed) == 0)
            throw new InvalidOperationException($"{path} does not need {VersionNeed} itself; update libstdc++.");
        // A new file, not new bytes in the old one: that might be a link to the package.
        string temporary = path + ".new";
        File.WriteAllBytes(temporary, image);
        File.Move(temporary, path, overwrite: true);
    }
}
