namespace Mirrored;

/// <summary>Products on a GPU against the CPU's: our own to the bit, cuBLASLt's within rounding.</summary>
public sealed class CudaMatMulTests
{
    private const int K = 37;

    /// <summary>Two sums of K products of numbers below 1 in different orders, with a bias: each at most K roundings of sums
    /// below K, in all 2 K * K * 2^-24.</summary>
    private const double Float32Tolerance = 2.0 * K * K * Expect.Rounding;

    /// <summary>Each factor is rounded to 11 bits: a relative error of 2^-11 each, on products below 1.</summary>
    private const double Tf32Tolerance = 2.0 * K / (1 << 11) + Float32Tolerance;

    public static TheoryData<int, int, int, bool, bool> Shapes { get; } = new()
    {
        { 1, 1, 1, false, false },
        { 3, 5, 7, false, false },
        { 65, 33, K, false, true },
        { 64, 64, 16, true, false },
        { 33, 130, K, true, true },
        { 128, 10, 20, false, false },
        { 0, 5, 3, false, false },
        { 4, 6, 0, false, false },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Own_AnyShape_GivesTheCpusBits(int m, int n, int k, bool transposeA, bool transposeB) =>
        Expect.SameBits(
            Product(CpuTestDevice.Portable, m, n, k, transposeA, transposeB),
            Product(CudaTestDevice.Own, m, n, k, transposeA, transposeB), "our own product");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void CublasLt_AnyShape_IsCloseToTheCpus(int m, int n, int k, bool transposeA, bool transposeB) =>
        ExpectClose(
            CudaTestDevice.CublasLt, Float32Tolerance, device => Product(device, m, n, k, transposeA, transposeB));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Tf32_AnyShape_IsCloseToTheCpus(int m, int n, int k, bool transposeA, bool transposeB) =>
        ExpectClose(CudaTestDevice.Tf32, Tf32Tolerance, device => Product(device, m, n, k, transposeA, transposeB));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Own_WithRowOperations_GivesTheCpusBits(bool relu, bool dropout) =>
        Expect.SameBits(
            Layer(CpuTestDevice.Portable, relu, dropout), Layer(CudaTestDevice.Own, relu, dropout), "gather, product, epilogue");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void CublasLt_WithRowOperations_IsCloseToTheCpus(bool relu, bool dropout) =>
        // Dropout doubles what it keeps, and the error with it.
        ExpectClose(CudaTestDevice.CublasLt, 2 * Float32Tolerance, device => Layer(device, relu, dropout));

    [Fact]
    public void Own_FactorOfAnotherShape_IsRefused()
    {
        using OperationHarness harness = new(CudaTestDevice.Own);
        PlanTensor a = harness.Place("a", [2, 3], TestData.Uniform(1, 6)), b = harness.Place("b", [4, 5], TestData.Uniform(2, 20));
        MatMulOperation operation = new() { A = a, B = b, Output = harness.PlaceOutput("output", [2, 5]) };

        Assert.Contains("b (4, 5)", Assert.Throws<ArgumentException>(() => harness.Prepare(operation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Launch_Repeatedly_AllocatesNothing()
    {
        using OperationHarness harness = new(CudaTestDevice.CublasLt);
        PreparedOperation prepared = harness.Prepare(Place(harness, 64, 32, 16, false, false));
        prepared.Launch();

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int launch = 0; launch < 100; launch++) prepared.Launch();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private static void ExpectClose(CudaTestDevice device, double tolerance, Func<TestDevice, float[]> compute) =>
        Expect.Close([.. compute(CpuTestDevice.Portable)], compute(device), _ => tolerance, "cuBLASLt's product");

    private static MatMulOperation Place(OperationHarness harness, int m, int n, int k, bool transposeA, bool transposeB) => new()
    {
        A = harness.Place("a", transposeA ? [k, m] : [m, k], TestData.Uniform(1, m * k)),
        B = harness.Place("b", transposeB ? [n, k] : [k, n], TestData.Uniform(2, k * n)),
        Output = harness.PlaceOutput("output", [m, n]),
        TransposeA = transposeA,
        TransposeB = transposeB,
    };

    private static float[] Product(TestDevice device, int m, int n, int k, bool transposeA, bool transposeB)
    {
        using OperationHarness harness = new(device);
        MatMulOperation operation = Place(harness, m, n, k, transposeA, transposeB);
        harness.Run(operation);
        return harness.Read(operation.Output);
    }

    /// <summary>What fusion makes of a first layer: pick the rows, multiply, add the bias, activate, drop.</summary>
    private static float[] Layer(TestDevice device, bool relu, bool dropout)
    {
        const int Rows = 50, Columns = 24, All = 90;
        using OperationHarness harness = new(device);
        harness.Features = harness.Place("features", [All, K], TestData.Uniform(3, All * K));
        harness.RowNumbers = harness.Place("rows", Rows, TestData.Labels(4, Rows, All));
        PlanTensor picked = harness.PlaceOutput("picked", [Rows, K]), output = harness.PlaceOutput("output", [Rows, Columns]);
        MatMulOperation operation = new()
        {
            A = picked,
            B = harness.Place("weights", [K, Columns], TestData.Uniform(5, K * Columns)),
            Output = output,
            Before = [new GatherOperation { Source = DType.Float32, Output = picked }],
            After =
            [
                new EpilogueOperation
                {
                    Input = output,
                    Bias = harness.Place("bias", Columns, TestData.Uniform(6, Columns)),
                    Activation = relu ? Activation.Relu : Activation.Linear,
                    Dropout = dropout ? new DropoutMask(7, 1, 0.5) : null,
                    Output = output,
                },
            ],
        };
        harness.Run(operation);
        return harness.Read(output);
    }
}
