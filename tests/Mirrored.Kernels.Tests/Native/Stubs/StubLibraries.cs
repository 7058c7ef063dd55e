using System.Diagnostics;
using System.Security.Cryptography;

namespace Mirrored;

/// <summary>Folders of stub libraries, compiled once by g++ from the sources beside this file.</summary>
internal static class StubLibraries
{
    private static readonly Lazy<string?> Compiler = new(FindCompiler);
    private static readonly Lazy<string> Compiled = new(Compile);

    /// <summary>A folder that holds all three; the calling test is skipped where they cannot be made.</summary>
    public static string All => Require();

    /// <summary>A new folder that holds only some of them.</summary>
    public static string Only(params ReadOnlySpan<string> files)
    {
        string from = Require();
        string folder = Directory.CreateTempSubdirectory("mirrored-stubs-").FullName;
        foreach (string file in files) File.Copy(Path.Combine(from, file), Path.Combine(folder, file));
        return folder;
    }

    private static string Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The stub libraries are for Linux.");
        Assert.SkipWhen(Compiler.Value is null, "There is no g++ to compile the stub libraries.");
        return Compiled.Value;
    }

    private static string? FindCompiler() => Environment.GetEnvironmentVariable("PATH")?.Split(':')
        .Select(folder => Path.Combine(folder, "g++")).FirstOrDefault(File.Exists);

    private static string Compile()
    {
        string sources = Path.Combine(AppContext.BaseDirectory, "Native", "Stubs");
        (string Source, string Library)[] files =
        [
            ("cuda.cpp", "libcuda.so.1"), ("cublasLt.cpp", "libcublasLt.so.13"), ("nvml.cpp", "libnvidia-ml.so.1"),
        ];
        byte[] contents = [.. files.SelectMany(file => File.ReadAllBytes(Path.Combine(sources, file.Source)))];
        string folder = Path.Combine(sources, Convert.ToHexString(SHA256.HashData(contents))[..12]);
        if (Directory.Exists(folder)) return folder;

        // Compiled aside and renamed at the end, so that a half-made folder is never used.
        string aside = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        foreach ((string source, string library) in files)
        {
            using Process compiler = Process.Start(Compiler.Value!,
                ["-shared", "-fPIC", "-O1", "-o", Path.Combine(aside, library), Path.Combine(sources, source)]);
            Assert.True(compiler.WaitForExit(TimeSpan.FromMinutes(2)), $"g++ did not finish {source}.");
            Assert.Equal(0, compiler.ExitCode);
        }

        if (!Directory.Exists(folder)) Directory.Move(aside, folder);
        return folder;
    }
}
