using System.Runtime.InteropServices;
using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>OpenBLAS's <c>cblas_sgemm</c>, of the library that the system has or that was named.</summary>
internal sealed unsafe class OpenBlasMultiplier : IMultiplier
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;

    private static readonly string[] Names = ["libopenblas.so.0", "libopenblas"];

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply;

    /// <exception cref="UsageException">The library that was named does not load.</exception>
    public OpenBlasMultiplier(PeerOptions options)
    {
        nint library = Load(options.OpenBlas);
        if (library == 0) return;
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(options.Threads);
        _multiply = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        Name = $"{Text(library, "openblas_get_config")}, kernels for {Text(library, "openblas_get_corename")}";
    }

    public string? Name { get; }

    public IProduct Prepare(ProductLoad shape) => new Prepared(this, shape);

    private static nint Load(string? named)
    {
        if (named is not null)
            return NativeLibrary.TryLoad(named, out nint library) ? library : throw new UsageException($"{named} is no library that loads.");
        foreach (string name in Names)
            if (NativeLibrary.TryLoad(name, out nint found)) return found;
        return 0;
    }

    private static string Text(nint library, string function) =>
        Marshal.PtrToStringAnsi(((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, function))())?.Trim() ?? "";

    private sealed class Prepared : IProduct
    {
        private readonly OpenBlasMultiplier _library;
        private readonly ProductLoad _shape;
        private readonly float* _a;
        private readonly float* _b;
        private readonly float* _output;

        public Prepared(OpenBlasMultiplier library, ProductLoad shape)
        {
            (_library, _shape) = (library, shape);
            var factors = new Factors(shape);
            _a = Copy(factors.A);
            _b = Copy(factors.B);
            _output = Copy(new float[shape.M * shape.N]);
            Multiply();
            factors.Check(_output[shape.M * shape.N - 1]);
        }

        public void Multiply() => _library._multiply(
            RowMajor, _shape.TransposeA ? Transpose : NoTranspose, _shape.TransposeB ? Transpose : NoTranspose,
            _shape.M, _shape.N, _shape.K, 1, _a, _shape.TransposeA ? _shape.M : _shape.K,
            _b, _shape.TransposeB ? _shape.K : _shape.N, 0, _output, _shape.N);

        public void Dispose()
        {
            NativeMemory.AlignedFree(_a);
            NativeMemory.AlignedFree(_b);
            NativeMemory.AlignedFree(_output);
        }

        private static float* Copy(float[] values)
        {
            var memory = (float*)NativeMemory.AlignedAlloc((nuint)values.Length * sizeof(float), 64);
            values.CopyTo(new Span<float>(memory, values.Length));
            return memory;
        }
    }
}
