namespace Mirrored;

/// <summary>A device's matrix products through cuBLASLt, which it has unless the library is missing or not wanted.</summary>
internal sealed class CudaProducts : IDisposable
{
    /// <summary>Kernels are chosen for matrices that start at multiples of this many bytes, as plans place them.</summary>
    private const int Alignment = 256;

    private const int Proposals = 8;

    private readonly CublasLtHandle? _library;
    private readonly CublasLtPreferenceHandle? _preference;
    private readonly CublasLtChoices _choices;
    private readonly Precision _precision;
    private readonly Dictionary<(ProductShape Shape, ulong Bias), CublasLtProduct> _descriptions = [];
    private readonly Lock _lock = new();

    public CudaProducts(CudaContextHandle context, CudaDeviceOptions options)
    {
        _choices = options.Products;
        _precision = options.Precision;
        if (options.Deterministic) return;
        try
        {
            _library = CublasLtHandle.Create(context);
        }
        catch (Exception cause) when (cause is CudaUnavailableException or CublasLtException)
        {
            string advice = cause is CudaUnavailableException missing ? missing.Advice : cause.Message;
            Notice = $"{context.Device}: cuBLASLt cannot be used; Mirrored's own matrix product takes its place, which is slower "
                + $"and float32. {advice}";
            return;
        }

        try
        {
            _preference = CublasLtPreferenceHandle.Create(_library);
            _preference.Set(CublasLtPreferenceAttribute.MaxWorkspaceBytes, (ulong)CudaStream.WorkspaceBytes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a person should know; null when there is nothing.</summary>
    public string? Notice { get; }

    /// <summary>Binds the product of an operation, and the epilogue behind it where the library has that one.</summary>
    /// <param name="operation">The product.</param>
    /// <param name="epilogue">What follows it in place; null for nothing.</param>
    /// <param name="memory">Where the matrices lie.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="fused">True when the epilogue is applied as well.</param>
    /// <returns>Null when our own kernel must compute it.</returns>
    public unsafe PreparedOperation? TryPrepare(
        MatMulOperation operation, EpilogueOperation? epilogue, MemoryMap memory, CudaStream stream, out bool fused)
    {
        fused = false;
        if (_library is null || operation.M == 0 || operation.N == 0 || operation.K == 0) return null;
        ulong a = (ulong)memory.Address<float>(operation.A), b = (ulong)memory.Address<float>(operation.B);
        ulong output = (ulong)memory.Address<float>(operation.Output);
        if ((a | b | output) % Alignment != 0) return null;

        ulong bias = (ulong)memory.AddressOrNull<float>(epilogue?.Bias);
        CublasLtEpilogue kind = epilogue is null ? CublasLtEpilogue.Default : Epilogue(epilogue);
        ProductShape shape = new(
            operation.M, operation.N, operation.K, operation.TransposeA, operation.TransposeB, kind, _precision);
        CublasLtProduct product = Describe(shape, bias);
        CublasLtChoice? choice = _choices.Find(shape, () => Choose(product, stream));
        if (choice is null && kind != CublasLtEpilogue.Default)
            return TryPrepare(operation, epilogue: null, memory, stream, out fused);
        if (choice is not { } chosen || !HasWorkspace(chosen.WorkspaceBytes, stream)) return null;
        fused = kind != CublasLtEpilogue.Default;
        // Column-major, the product is the transposed one: B first.
        return new CublasLtMatMul(_library, product with { A = b, B = a, C = output, D = output }, chosen, stream);
    }

    public void Dispose()
    {
        foreach (CublasLtProduct product in _descriptions.Values)
        {
            product.Description.Dispose();
            product.LayoutA.Dispose();
            product.LayoutB.Dispose();
            product.LayoutD.Dispose();
        }

        _descriptions.Clear();
        _preference?.Dispose();
        _library?.Dispose();
    }

    /// <summary>The library's epilogue that does what an operation does; the default one when it has none.</summary>
    private static CublasLtEpilogue Epilogue(EpilogueOperation epilogue) => epilogue switch
    {
        { Dropout: not null } => CublasLtEpilogue.Default,
        { Bias: null, Activation: Activation.Relu } => CublasLtEpilogue.Relu,
        { Bias: not null, Activation: Activation.Relu } => CublasLtEpilogue.ReluBias,
        { Bias: not null, Activation: Activation.Linear } => CublasLtEpilogue.Bias,
        _ => CublasLtEpilogue.Default,
    };

    /// <summary>Descriptions of a product's matrices, made once for each shape and bias.</summary>
    private CublasLtProduct Describe(ProductShape shape, ulong bias)
    {
        if (shape.Epilogue is not (CublasLtEpilogue.Bias or CublasLtEpilogue.ReluBias)) bias = 0;
        lock (_lock)
        {
            if (!_descriptions.TryGetValue((shape, bias), out CublasLtProduct known))
                _descriptions.Add((shape, bias), known = NewDescription(shape, bias));
            return known;
        }
    }

    private CublasLtProduct NewDescription(ProductShape shape, ulong bias)
    {
        List<IDisposable> made = [];
        try
        {
            CublasLtHandle library = _library!; // Nothing is described without it.
            CublasLtMatmulDescHandle description = Keep(CublasLtMatmulDescHandle.Create(library, Arithmetic(shape), CublasLtDataType.Float32));
            description.Set(CublasLtMatmulDescAttribute.TransposeA, Direction(shape.TransposeB));
            description.Set(CublasLtMatmulDescAttribute.TransposeB, Direction(shape.TransposeA));
            description.Set(CublasLtMatmulDescAttribute.Epilogue, shape.Epilogue);
            if (bias != 0) description.Set(CublasLtMatmulDescAttribute.BiasPointer, bias);
            CublasLtMatrixLayoutHandle output = Keep(Layout(library, shape.M, shape.N, transposed: false));
            return new CublasLtProduct
            {
                Description = description,
                LayoutA = Keep(Layout(library, shape.K, shape.N, shape.TransposeB)),
                LayoutB = Keep(Layout(library, shape.M, shape.K, shape.TransposeA)),
                LayoutC = output,
                LayoutD = output,
            };
        }
        catch
        {
            foreach (IDisposable handle in made) handle.Dispose();
            throw;
        }

        T Keep<T>(T handle) where T : IDisposable
        {
            made.Add(handle);
            return handle;
        }
    }

    private static CublasLtComputeType Arithmetic(ProductShape shape) =>
        shape.Precision == Precision.Tf32 ? CublasLtComputeType.Float32FastTf32 : CublasLtComputeType.Float32;

    private static CublasLtOperation Direction(bool transposed) =>
        transposed ? CublasLtOperation.Transpose : CublasLtOperation.None;

    /// <summary>A row-major matrix, or its transposed one, as the column-major one that it is in memory.</summary>
    private static CublasLtMatrixLayoutHandle Layout(CublasLtHandle library, int rows, int columns, bool transposed)
    {
        (long lines, long length) = transposed ? (columns, rows) : (rows, columns);
        return CublasLtMatrixLayoutHandle.Create(library, CublasLtDataType.Float32, length, lines, length);
    }

    private CublasLtChoice? Choose(in CublasLtProduct product, CudaStream stream)
    {
        Span<CublasLtHeuristicResult> proposals = new CublasLtHeuristicResult[Proposals];
        int count = _library!.GetHeuristics(product, _preference!, proposals);
        foreach (ref readonly CublasLtHeuristicResult proposal in proposals[..count])
        {
            if (proposal.State.IsSuccess && HasWorkspace((long)proposal.WorkspaceBytes, stream))
                return new CublasLtChoice(proposal.Algo, (long)proposal.WorkspaceBytes);
        }

        return null;
    }

    private static bool HasWorkspace(long bytes, CudaStream stream) => bytes == 0 || stream.TakeWorkspace(bytes);
}
