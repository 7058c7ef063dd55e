using Mirrored.Benchmarks.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Mirrored.Peers;

/// <summary>libtorch's, which is MKL's: <c>addmm_</c> with beta 0, so that the result needs no fresh memory.</summary>
internal sealed class TorchMultiplier : IMultiplier
{
    public TorchMultiplier(PeerOptions options)
    {
        TorchLibrary.EnsureLoads();
        set_num_threads(options.Threads);
    }

    public string Name => $"libtorch {__version__}";

    public IProduct Prepare(ProductLoad shape) => new Prepared(shape);

    private sealed class Prepared : IProduct
    {
        private readonly Tensor _a;
        private readonly Tensor _b;
        private readonly Tensor _output;

        public Prepared(ProductLoad shape)
        {
            var factors = new Factors(shape);
            _a = Stored(factors.A, shape.M, shape.K, shape.TransposeA);
            _b = Stored(factors.B, shape.K, shape.N, shape.TransposeB);
            _output = zeros(shape.M, shape.N);
            Multiply();
            factors.Check(_output[-1, -1].item<float>());
        }

        public void Multiply()
        {
            using IDisposable inference = inference_mode();
            _output.addmm_(_a, _b, beta: 0, alpha: 1);
        }

        public void Dispose()
        {
            _a.Dispose();
            _b.Dispose();
            _output.Dispose();
        }

        private static Tensor Stored(float[] values, int rows, int columns, bool transposed) =>
            transposed ? tensor(values).reshape(columns, rows).t() : tensor(values).reshape(rows, columns);
    }
}
