using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Modules and the functions in them.</content>
internal static unsafe partial class CudaImports
{
    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuModuleLoadDataEx(
        nint* module, void* image, uint optionCount, CuJitOption* options, void** optionValues);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuModuleUnload(nint module);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuModuleGetFunction(nint* function, nint module, byte* name);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuModuleGetGlobal_v2(ulong* address, nuint* bytes, nint module, byte* name);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuFuncGetAttribute(int* value, CuFunctionAttribute attribute, nint function);

    [LibraryImport(LibraryNames.Cuda)]
    public static partial CuResult cuFuncSetAttribute(nint function, CuFunctionAttribute attribute, int value);
}
