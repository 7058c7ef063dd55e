using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>NVML's functions under their own names.</summary>
/// <content>Start-up and versions.</content>
internal static unsafe partial class NvmlImports
{
    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlInit_v2();

    [LibraryImport(LibraryNames.Nvml)]
    public static partial NvmlResult nvmlSystemGetDriverVersion(byte* version, uint length);
}
