namespace Mirrored;

/// <summary>A captured piece of a stream's work.</summary>
internal sealed class CudaGraph(CudaGraphExecHandle graph, CudaStreamHandle stream) : DeviceGraph
{
    public override void Launch() => graph.Launch(stream);

    public override void Dispose() => graph.Dispose();
}
