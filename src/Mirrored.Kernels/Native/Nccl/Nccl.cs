namespace Mirrored;

/// <summary>NCCL in this process: looked for once, when first asked for.</summary>
internal static unsafe class Nccl
{
    /// <summary>The oldest version that works, as <c>ncclGetVersion</c> tells it: 2.18.1, the first whose communicators can
    /// be stopped at any time and whose configuration has today's start.</summary>
    public const int MinimumVersion = 21801;

    private static readonly Lazy<int> Number = new(AskVersion);

    /// <summary>Where the library was looked for and found.</summary>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    public static LibraryProbe Library
    {
        get
        {
            CudaDriverState driver = CudaDriver.State;
            return driver.Failure is null
                ? NativeLibraries.Load(LibraryDescription.Nccl(driver.Version))
                : throw driver.Unavailable();
        }
    }

    /// <summary>Why the library cannot be used, in one sentence; null when it can.</summary>
    /// <exception cref="CudaUnavailableException">There is no usable driver.</exception>
    public static string? Failure
    {
        get
        {
            LibraryProbe library = Library;
            if (!library.IsFound) return "NCCL was not found";
            return Number.Value >= MinimumVersion
                ? null
                : $"NCCL {Version(Number.Value)} from {library.Found!.Value.Path} is too old: " // Found, so it has a path.
                    + $"{Version(MinimumVersion)} or newer is needed";
        }
    }

    /// <summary>The library's version, for example <c>2.27.3</c>.</summary>
    /// <exception cref="CudaUnavailableException">The library is missing.</exception>
    public static string Version() => Library.IsFound ? Version(Number.Value) : throw Library.Missing();

    /// <summary>A version number as people write it: 21801 is <c>2.18.1</c>, and up to 2.8 2708 is <c>2.7.8</c>.</summary>
    public static string Version(int number) => number >= 10_000
        ? $"{number / 10000}.{number % 10000 / 100}.{number % 100}"
        : $"{number / 1000}.{number % 1000 / 100}.{number % 100}";

    /// <summary>Returns when the library can be used.</summary>
    /// <exception cref="CudaUnavailableException">It is missing or too old, or there is no usable driver.</exception>
    public static void Require()
    {
        CudaFault.Process.ThrowIfSet();
        LibraryProbe library = Library;
        if (!library.IsFound) throw library.Missing();
        if (Failure is { } failure)
            throw new CudaUnavailableException(
                $"{failure}. {library.Description.Install}", library.Description.Name, [], library.Description.Install);
    }

    /// <summary>Makes an id by which the ranks of one communicator find each other.</summary>
    /// <exception cref="NcclException">The library could not open a connection.</exception>
    public static NcclUniqueId CreateUniqueId()
    {
        Require();
        NcclUniqueId id;
        NcclImports.ncclGetUniqueId(&id).ThrowIfFailed(nameof(NcclImports.ncclGetUniqueId), device: null);
        return id;
    }

    private static int AskVersion()
    {
        int version;
        NcclImports.ncclGetVersion(&version).ThrowIfFailed(nameof(NcclImports.ncclGetVersion), device: null);
        return version;
    }
}
