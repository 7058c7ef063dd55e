namespace Mirrored;

/// <summary>A device's compiled kernels; each file is loaded, and compiled by the driver, when first needed.</summary>
internal sealed class CudaModules(CudaContextHandle context) : IDisposable
{
    private readonly Dictionary<string, CudaModuleHandle> _modules = [];
    private readonly Dictionary<string, CudaFunction> _functions = [];
    private readonly Lock _lock = new();

    /// <summary>Finds a kernel and makes sure that its code is on the device.</summary>
    /// <param name="file">The source's name without ending.</param>
    /// <param name="entry">The kernel's name.</param>
    /// <exception cref="CudaException">The driver cannot compile it; the message holds the compiler's log.</exception>
    public CudaFunction Find(string file, string entry)
    {
        lock (_lock)
        {
            if (_functions.TryGetValue(entry, out CudaFunction? known)) return known;
            if (!_modules.TryGetValue(file, out CudaModuleHandle? module))
                _modules.Add(file, module = CudaModuleHandle.Load(context, EmbeddedPtx.Read(file)));
            CudaFunction function = module.GetFunction(entry);
            // Older drivers load at the first launch, which therefore is never a captured one.
            function.TryLoad();
            _functions.Add(entry, function);
            return function;
        }
    }

    public void Dispose()
    {
        foreach (CudaModuleHandle module in _modules.Values) module.Dispose();
    }
}
