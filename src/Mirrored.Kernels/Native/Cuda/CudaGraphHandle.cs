namespace Mirrored;

/// <summary>A recorded graph. One thread at a time.</summary>
internal sealed unsafe class CudaGraphHandle : CudaHandle
{
    internal CudaGraphHandle(nint graph, CudaContextHandle context) : base(graph, context)
    {
    }

    /// <summary>The number of nodes.</summary>
    public long NodeCount
    {
        get
        {
            nuint count = 0;
            CudaImports.cuGraphGetNodes(Raw, null, &count).ThrowIfFailed(nameof(CudaImports.cuGraphGetNodes), Device);
            GC.KeepAlive(this);
            return (long)count;
        }
    }

    /// <summary>Makes an executable graph; this one may be disposed afterwards.</summary>
    public CudaGraphExecHandle Instantiate()
    {
        using CudaContextScope scope = Context.Enter();
        nint exec;
        CudaImports.cuGraphInstantiateWithFlags(&exec, Raw, CuGraphInstantiateFlags.None)
            .ThrowIfFailed(nameof(CudaImports.cuGraphInstantiateWithFlags), Device);
        GC.KeepAlive(this);
        return new CudaGraphExecHandle(exec, Context);
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuGraphDestroy(handle), nameof(CudaImports.cuGraphDestroy), Device);
}
