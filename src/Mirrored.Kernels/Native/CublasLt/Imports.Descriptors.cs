using System.Runtime.InteropServices;

namespace Mirrored;

/// <content>Descriptions of products and matrices: host objects, allowed at any time.</content>
internal static unsafe partial class CublasLtImports
{
    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulDescCreate(
        nint* description, CublasLtComputeType computeType, CublasLtDataType scaleType);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulDescDestroy(nint description);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulDescSetAttribute(
        nint description, CublasLtMatmulDescAttribute attribute, void* value, nuint bytes);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatrixLayoutCreate(
        nint* layout, CublasLtDataType type, ulong rows, ulong columns, long leadingDimension);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatrixLayoutDestroy(nint layout);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatrixLayoutSetAttribute(
        nint layout, CublasLtMatrixLayoutAttribute attribute, void* value, nuint bytes);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulPreferenceCreate(nint* preference);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulPreferenceDestroy(nint preference);

    [LibraryImport(LibraryNames.CublasLt)]
    public static partial CublasLtResult cublasLtMatmulPreferenceSetAttribute(
        nint preference, CublasLtPreferenceAttribute attribute, void* value, nuint bytes);
}
