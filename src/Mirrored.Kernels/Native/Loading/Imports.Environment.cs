using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>The C library's environment, which native code reads by <c>getenv</c>.</summary>
internal static unsafe partial class EnvironmentImports
{
    [LibraryImport("libc")]
    public static partial byte* getenv(byte* name);

    [LibraryImport("libc")]
    public static partial int setenv(byte* name, byte* value, int overwrite);

    [LibraryImport("libc")]
    public static partial int unsetenv(byte* name);

    /// <summary>Windows; an empty value removes the variable.</summary>
    [LibraryImport("ucrtbase")]
    public static partial int _putenv_s(byte* name, byte* value);
}
