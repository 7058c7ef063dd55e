namespace Mirrored;

/// <summary>Functions that drivers of CUDA 12.0 may lack, under their own names; null where the driver has
/// none.</summary>
/// <remarks>Asked of the driver by base name and the release in which the signature appeared: a newer release may mean
/// another signature.</remarks>
internal sealed unsafe class CudaOptionalImports
{
    /// <summary>From 12.8: like the plain one, but without reporting errors of other work.</summary>
    public readonly delegate* unmanaged<float*, nint, nint, CuResult> cuEventElapsedTime_v2;

    /// <summary>From 12.4: loads a lazily loaded kernel now. Without it, launch the kernel once.</summary>
    public readonly delegate* unmanaged<nint, CuResult> cuFuncLoad;

    /// <summary>From 11.8. Without it, launch without attributes.</summary>
    public readonly delegate* unmanaged<CuLaunchConfig*, nint, void**, void**, CuResult> cuLaunchKernelEx;

    /// <summary>From 12.0. Without it, instantiate again.</summary>
    public readonly delegate* unmanaged<nint, nint, CuGraphExecUpdateResultInfo*, CuResult> cuGraphExecUpdate_v2;

    private CudaOptionalImports()
    {
    }

    /// <summary>Asks the driver for each function.</summary>
    /// <param name="driverVersion">The driver's release: an older one may answer with an older signature.</param>
    public CudaOptionalImports(int driverVersion)
    {
        cuEventElapsedTime_v2 = (delegate* unmanaged<float*, nint, nint, CuResult>)Find(
            "cuEventElapsedTime"u8, driverVersion, 12080);
        cuFuncLoad = (delegate* unmanaged<nint, CuResult>)Find("cuFuncLoad"u8, driverVersion, 12040);
        cuLaunchKernelEx = (delegate* unmanaged<CuLaunchConfig*, nint, void**, void**, CuResult>)Find(
            "cuLaunchKernelEx"u8, driverVersion, 11060);
        cuGraphExecUpdate_v2 = (delegate* unmanaged<nint, nint, CuGraphExecUpdateResultInfo*, CuResult>)Find(
            "cuGraphExecUpdate"u8, driverVersion, 12000);
    }

    /// <summary>None of them.</summary>
    public static CudaOptionalImports None { get; } = new();

    /// <summary>A null address comes with a successful status when the driver lacks the function or is too old for
    /// it.</summary>
    private static nint Find(ReadOnlySpan<byte> baseName, int driverVersion, int appearedIn)
    {
        if (driverVersion < appearedIn) return 0;
        nint address = 0;
        int status = 0;
        CuResult result;
        fixed (byte* name = baseName)
            result = CudaImports.cuGetProcAddress_v2(name, &address, appearedIn, flags: 0, &status);
        return result.IsSuccess && status == 0 ? address : 0;
    }
}
