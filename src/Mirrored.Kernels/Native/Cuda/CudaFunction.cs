namespace Mirrored;

/// <summary>A kernel of a loaded module, valid as long as the module.</summary>
internal sealed unsafe class CudaFunction(nint function, string name, CudaModuleHandle module)
{
    /// <summary>The kernel's name in the source.</summary>
    public string Name { get; } = name;

    /// <summary>The module, which must outlive every use.</summary>
    public CudaModuleHandle Module { get; } = module;

    private nint Raw
    {
        get
        {
            _ = Module.Raw;
            return function;
        }
    }

    /// <summary>Loads the kernel's code now, where the driver can; otherwise only a first launch does.</summary>
    /// <returns>False when the driver cannot (before CUDA 12.4): launch once before recording a graph.</returns>
    public bool TryLoad()
    {
        var load = CudaDriver.State.Optional.cuFuncLoad;
        if (load is null) return false;
        using CudaContextScope scope = Module.Context.Enter();
        load(Raw).ThrowIfFailed(nameof(CudaOptionalImports.cuFuncLoad), Module.Device);
        return true;
    }

    /// <summary>A trait of the compiled kernel.</summary>
    public int Attribute(CuFunctionAttribute attribute)
    {
        using CudaContextScope scope = Module.Context.Enter();
        int value;
        CudaImports.cuFuncGetAttribute(&value, attribute, Raw)
            .ThrowIfFailed(nameof(CudaImports.cuFuncGetAttribute), Module.Device);
        return value;
    }

    /// <summary>Sets a trait of the kernel that can be set.</summary>
    public void SetAttribute(CuFunctionAttribute attribute, int value)
    {
        using CudaContextScope scope = Module.Context.Enter();
        CudaImports.cuFuncSetAttribute(Raw, attribute, value)
            .ThrowIfFailed(nameof(CudaImports.cuFuncSetAttribute), Module.Device);
    }

    /// <summary>How many blocks one multiprocessor runs at a time.</summary>
    public int BlocksPerMultiprocessor(int threads, long sharedBytes)
    {
        using CudaContextScope scope = Module.Context.Enter();
        int blocks;
        CudaImports.cuOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, Raw, threads, (nuint)sharedBytes)
            .ThrowIfFailed(nameof(CudaImports.cuOccupancyMaxActiveBlocksPerMultiprocessor), Module.Device);
        return blocks;
    }

    /// <summary>Queues the kernel on a stream of the module's context.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="launch">The grid; no size may be zero.</param>
    /// <param name="arguments">A pointer to each argument; the values are copied before this returns.</param>
    public void Launch(CudaStreamHandle stream, in CudaLaunch launch, void** arguments)
    {
        CuResult result = CudaImports.cuLaunchKernel(Raw, launch.GridX, launch.GridY, launch.GridZ,
            launch.BlockX, launch.BlockY, launch.BlockZ, launch.SharedBytes, stream.Raw, arguments, extra: null);
        GC.KeepAlive(stream);
        if (!result.IsSuccess) ThrowLaunch(result, nameof(CudaImports.cuLaunchKernel), launch);
    }

    /// <summary>Queues the kernel with attributes.</summary>
    /// <returns>False when the driver has no such launch: launch without attributes.</returns>
    public bool TryLaunch(
        CudaStreamHandle stream, in CudaLaunch launch, ReadOnlySpan<CuLaunchAttribute> attributes, void** arguments)
    {
        var launchEx = CudaDriver.State.Optional.cuLaunchKernelEx;
        if (launchEx is null) return false;
        fixed (CuLaunchAttribute* first = attributes)
        {
            var config = new CuLaunchConfig
            {
                GridX = launch.GridX,
                GridY = launch.GridY,
                GridZ = launch.GridZ,
                BlockX = launch.BlockX,
                BlockY = launch.BlockY,
                BlockZ = launch.BlockZ,
                SharedBytes = launch.SharedBytes,
                Stream = stream.Raw,
                Attributes = first,
                AttributeCount = (uint)attributes.Length,
            };
            CuResult result = launchEx(&config, Raw, arguments, null);
            GC.KeepAlive(stream);
            if (!result.IsSuccess) ThrowLaunch(result, nameof(CudaOptionalImports.cuLaunchKernelEx), launch);
        }

        return true;
    }

    private void ThrowLaunch(CuResult result, string operation, in CudaLaunch launch) =>
        result.Throw(operation, Module.Device, $"The kernel was '{Name}', {launch}.");
}
