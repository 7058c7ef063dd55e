using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Mirrored;

/// <summary>Hands environment variables that the program set by <see cref="Environment"/> over to native
/// code.</summary>
/// <remarks><see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes the runtime's own copy; libraries
/// read the C library's. Without this, <c>CUDA_VISIBLE_DEVICES</c> set in a program's first lines would do
/// nothing.</remarks>
internal static unsafe class NativeEnvironment
{
    private static readonly string[] Prefixes = ["CUDA_", "CUDASIM_", "CUBLAS", "NCCL_", "NVIDIA_"];

    /// <summary>Makes the native environment equal to the managed one in the variables of NVIDIA's libraries.</summary>
    /// <exception cref="Win32Exception">The system refused a variable.</exception>
    public static void HandOver()
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (IsOurs(name)) wanted.Add(name, (string?)entry.Value ?? "");
        }

        if (OperatingSystem.IsWindows())
            HandOverOnWindows(wanted);
        else
            HandOverOnUnix(wanted);
    }

    private static bool IsOurs(string name) =>
        Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static void HandOverOnUnix(Dictionary<string, string> wanted)
    {
        foreach (string name in NativeNames())
        {
            if (!IsOurs(name) || wanted.ContainsKey(name)) continue;
            fixed (byte* nameBytes = Utf8(name)) Check(EnvironmentImports.unsetenv(nameBytes), name);
        }

        foreach ((string name, string value) in wanted)
        {
            fixed (byte* nameBytes = Utf8(name))
            fixed (byte* valueBytes = Utf8(value))
            {
                // Unchanged ones stay untouched: another thread may be reading them.
                string? present = Marshal.PtrToStringUTF8((nint)EnvironmentImports.getenv(nameBytes));
                if (present != value) Check(EnvironmentImports.setenv(nameBytes, valueBytes, overwrite: 1), name);
            }
        }
    }

    private static void HandOverOnWindows(Dictionary<string, string> wanted)
    {
        foreach ((string name, string value) in wanted)
        {
            fixed (byte* nameBytes = Utf8(name))
            fixed (byte* valueBytes = Utf8(value))
                Check(EnvironmentImports._putenv_s(nameBytes, valueBytes), name);
        }
    }

    /// <summary>The names in the C library's environment: an array of <c>name=value</c> strings that ends with
    /// null.</summary>
    private static List<string> NativeNames()
    {
        List<string> names = [];
        if (!NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "environ", out nint symbol)) return names;
        for (byte** entry = *(byte***)symbol; entry is not null && *entry is not null; entry++)
        {
            string text = Marshal.PtrToStringUTF8((nint)(*entry))!;
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) names.Add(text[..equals]);
        }

        return names;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static void Check(int status, string name)
    {
        if (status != 0)
            throw new Win32Exception($"The environment variable {name} could not be handed to native code.");
    }
}
