using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>Ours: the operation that training launches, with nothing folded into it.</summary>
internal sealed class MirroredMultiplier(PeerOptions options) : IMultiplier
{
    public string Name => $"Mirrored {MirroredInfo.Version}";

    public IProduct Prepare(ProductLoad shape) => new Prepared(new KernelRun(shape.ToOperation(), options.Threads));

    private sealed class Prepared(KernelRun run) : IProduct
    {
        public void Multiply() => run.Launch();

        public void Dispose() => run.Dispose();
    }
}
