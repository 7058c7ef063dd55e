namespace Mirrored;

/// <summary>What came of starting the CUDA driver.</summary>
internal sealed unsafe class CudaDriverState
{
    private CudaDriverState(LibraryProbe library) => Library = library;

    /// <summary>Where the library was looked for and found.</summary>
    public LibraryProbe Library { get; }

    /// <summary>The release of CUDA that the driver supports, 1000 major + 10 minor; 0 when it could not be
    /// asked.</summary>
    public int Version { get; private init; }

    /// <summary>The number of GPUs that the driver lets this process see.</summary>
    public int DeviceCount { get; private init; }

    /// <summary>The value of <c>CUDA_VISIBLE_DEVICES</c> when the driver started; it reads it only then.</summary>
    public string? VisibleDevices { get; private init; }

    /// <summary>Functions that only newer drivers have.</summary>
    public CudaOptionalImports Optional { get; private init; } = CudaOptionalImports.None;

    /// <summary>Why no GPU can be used, in one sentence; null when one can.</summary>
    public string? Failure { get; private init; }

    /// <summary>True when the driver works, but lets this process see no GPU.</summary>
    public bool HasNoGpu { get; private init; }

    /// <summary>What to do about <see cref="Failure"/>.</summary>
    public string Advice { get; private init; } = "";

    /// <summary>Looks for the driver, checks its version, starts it and counts the GPUs; never throws for what it
    /// finds.</summary>
    public static CudaDriverState Start()
    {
        LibraryProbe library = NativeLibraries.Load(LibraryDescription.Driver);
        if (!library.IsFound)
        {
            return new(library)
            {
                Failure = $"{library.Description.Name} was not found",
                Advice = library.Advice,
            };
        }

        // Allowed before cuInit, which a driver too old would fail in its own words.
        int version;
        CuResult result = CudaImports.cuDriverGetVersion(&version);
        if (!result.IsSuccess) return Failed(library, 0, result, nameof(CudaImports.cuDriverGetVersion));
        return version < CudaDriver.MinimumVersion ? TooOld(library, version) : Start(library, version);
    }

    /// <summary>The error to throw; a new one each time, as it carries a stack trace.</summary>
    public CudaUnavailableException Unavailable() => Library.IsFound
        ? new CudaUnavailableException($"No GPU can be used: {Failure}. {Advice}", Library.Description.Name, [], Advice)
        : Library.Missing();

    private static CudaDriverState Start(LibraryProbe library, int version)
    {
        string? visible = Environment.GetEnvironmentVariable(Mirrored.VisibleDevices.Variable);
        CuResult result = CudaImports.cuInit(flags: 0);
        if (!result.IsSuccess) return Failed(library, version, result, nameof(CudaImports.cuInit));

        int count;
        result = CudaImports.cuDeviceGetCount(&count);
        if (!result.IsSuccess) return Failed(library, version, result, nameof(CudaImports.cuDeviceGetCount));
        if (count == 0)
        {
            var none = new CuResult((int)CuError.CUDA_ERROR_NO_DEVICE);
            return Failed(library, version, none, nameof(CudaImports.cuDeviceGetCount));
        }

        return new(library)
        {
            Version = version,
            DeviceCount = count,
            VisibleDevices = visible,
            Optional = new CudaOptionalImports(version),
        };
    }

    private static CudaDriverState TooOld(LibraryProbe library, int version) => new(library)
    {
        Version = version,
        Failure = $"the NVIDIA driver supports CUDA {CudaDriver.Version(version)}, but CUDA "
            + $"{CudaDriver.Version(CudaDriver.MinimumVersion)} is needed",
        Advice = $"Update the NVIDIA driver to {CudaDriver.MinimumBranch} or newer (https://www.nvidia.com/drivers).",
    };

    private static CudaDriverState Failed(LibraryProbe library, int version, CuResult result, string operation)
    {
        GpuFailure failure = CudaErrorText.Failure(result, operation, device: null);
        bool isNoDevice = result.Code == (int)CuError.CUDA_ERROR_NO_DEVICE;
        return new(library)
        {
            Version = version,
            VisibleDevices = Environment.GetEnvironmentVariable(Mirrored.VisibleDevices.Variable),
            HasNoGpu = isNoDevice,
            Failure = isNoDevice
                ? "the driver found no GPU"
                : $"{operation} failed with {failure.Name} ({failure.Code}): {failure.Description}",
            Advice = failure.Advice,
        };
    }
}
