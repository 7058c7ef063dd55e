namespace Mirrored;

/// <summary>An executable graph. One thread at a time; its launches run one after another, also on different streams.
/// </summary>
internal sealed unsafe class CudaGraphExecHandle : CudaHandle
{
    internal CudaGraphExecHandle(nint exec, CudaContextHandle context) : base(exec, context)
    {
    }

    /// <summary>Queues one run. Everything that the graph refers to by address must still be there.</summary>
    public void Launch(CudaStreamHandle stream)
    {
        CudaImports.cuGraphLaunch(Raw, stream.Raw).ThrowIfFailed(nameof(CudaImports.cuGraphLaunch), Device);
        GC.KeepAlive(stream);
        GC.KeepAlive(this);
    }

    /// <summary>Pays the first launch's extra cost now.</summary>
    public void Upload(CudaStreamHandle stream)
    {
        CudaImports.cuGraphUpload(Raw, stream.Raw).ThrowIfFailed(nameof(CudaImports.cuGraphUpload), Device);
        GC.KeepAlive(stream);
        GC.KeepAlive(this);
    }

    /// <summary>Takes over the parameters of a graph of the same form.</summary>
    /// <returns>False when the forms differ or the driver cannot: instantiate the graph instead.</returns>
    public bool TryUpdate(CudaGraphHandle graph)
    {
        var update = CudaDriver.State.Optional.cuGraphExecUpdate_v2;
        if (update is null) return false;
        CuGraphExecUpdateResultInfo info = default;
        CuResult result = update(Raw, graph.Raw, &info);
        GC.KeepAlive(graph);
        GC.KeepAlive(this);
        if (result.Code == (int)CuError.CUDA_ERROR_GRAPH_EXEC_UPDATE_FAILURE) return false;
        result.ThrowIfFailed(nameof(CudaOptionalImports.cuGraphExecUpdate_v2), Device);
        return true;
    }

    /// <inheritdoc/>
    protected override string? Destroy() =>
        Outcome(CudaImports.cuGraphExecDestroy(handle), nameof(CudaImports.cuGraphExecDestroy), Device);
}
