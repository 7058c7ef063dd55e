namespace Mirrored;

/// <summary>The CUDA driver of this process: found, checked and started once, when a GPU is first asked for.</summary>
internal static class CudaDriver
{
    /// <summary>The oldest driver that works, as <c>cuDriverGetVersion</c> tells it: CUDA 12.0.</summary>
    public const int MinimumVersion = 12000;

    /// <summary>The display driver's release that brings <see cref="MinimumVersion"/>.</summary>
    public const string MinimumBranch = "525";

    private static readonly Lazy<CudaDriverState> Started = new(CudaDriverState.Start);

    /// <summary>What came of starting the driver; starts it at the first call.</summary>
    public static CudaDriverState State => Started.Value;

    /// <summary>The running driver.</summary>
    /// <exception cref="CudaUnavailableException">There is no driver, it is too old, or it found no GPU.</exception>
    /// <exception cref="CudaException">CUDA was lost earlier in this process.</exception>
    public static CudaDriverState Require()
    {
        CudaFault.Process.ThrowIfSet();
        CudaDriverState state = Started.Value;
        return state.Failure is null ? state : throw state.Unavailable();
    }

    /// <summary>A version number as people write it: 12090 is <c>12.9</c>.</summary>
    public static string Version(int number) => $"{number / 1000}.{number % 1000 / 10}";
}
