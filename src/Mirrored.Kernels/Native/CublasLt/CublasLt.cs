namespace Mirrored;

/// <summary>cuBLASLt in this process: looked for once, when first asked for. Hundreds of megabytes, so not
/// before.</summary>
internal static class CublasLt
{
    /// <summary>The largest number of the encoding <c>1000 major + ...</c>, which ended with 11.8.</summary>
    private const int LastOldNumber = 99_999;

    /// <summary>Where the library was looked for and found.</summary>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    public static LibraryProbe Library
    {
        get
        {
            CudaDriverState driver = CudaDriver.State;
            return driver.Failure is null
                ? NativeLibraries.Load(LibraryDescription.CublasLt(driver.Version))
                : throw driver.Unavailable();
        }
    }

    /// <summary>The library's version, for example <c>12.6.4</c>.</summary>
    /// <exception cref="CudaUnavailableException">The library is missing.</exception>
    public static string Version()
    {
        Require();
        return Version((int)CublasLtImports.cublasLtGetVersion());
    }

    /// <summary>A version number as people write it: 120604 is <c>12.6.4</c>.</summary>
    public static string Version(int number) => number > LastOldNumber
        ? $"{number / 10000}.{number % 10000 / 100}.{number % 100}"
        : $"{number / 1000}.{number % 1000 / 100}.{number % 100}";

    /// <summary>Returns when the library is there.</summary>
    /// <exception cref="CudaUnavailableException">It is missing, or there is no usable driver.</exception>
    public static void Require()
    {
        CudaFault.Process.ThrowIfSet();
        LibraryProbe library = Library;
        if (!library.IsFound) throw library.Missing();
    }
}
