using System.Runtime.InteropServices;

namespace Mirrored;

public sealed class CpuMatMulTests
{
    /// <summary>Sizes around every border of the kernel: tiles of 6 or 12 rows by 1 to 32 columns, panels of up to 96
    /// rows, 256 terms at once, blocks of 256 columns and 2^17 elements, the right factor copied from 193 or 385
    /// rows on.</summary>
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (0, 5, 3), (5, 0, 3), (5, 3, 0), (0, 0, 0), (1, 1, 1), (1, 10, 128), (2, 3, 1), (7, 17, 5), (11, 31, 256),
        (12, 32, 64), (13, 33, 257), (6, 16, 8), (24, 64, 512), (61, 1, 61), (97, 19, 31), (128, 10, 100),
        (193, 10, 64), (200, 128, 10), (65, 257, 13), (256, 160, 300), (197, 40, 2731), (100, 300, 521),
        (389, 43, 40), (400, 270, 65),
    ];

    public static TheoryData<ProductCase> Products => [.. Sizes.SelectMany(
        s => (ProductCase[])[
            new(s.M, s.N, s.K), new(s.M, s.N, s.K, TransposeA: true), new(s.M, s.N, s.K, TransposeB: true),
            new(s.M, s.N, s.K, TransposeA: true, TransposeB: true)])];

    [Theory]
    [MemberData(nameof(Products))]
    public void Launch_AnyWidthAndThreads_IsTheProductAndAlwaysTheSameBits(ProductCase product)
    {
        using ProductMemory memory = new(product);
        ProductReference reference = new(product, memory.Of(memory.A), memory.Of(memory.B));
        Assert.Equal(-1, reference.FirstWrong(reference.Chain));
        foreach (int threads in (int[])[1, 2, 3])
        {
            using WorkerPool pool = new(threads);
            foreach (SimdWidth width in SimdWidths.All)
            {
                memory.Of(memory.Output).Fill(float.NaN);

                CpuProduct.Table(width, pool).Prepare(CpuProduct.Operation(product, memory), memory.Memory).Launch();

                Span<float> output = memory.Of(memory.Output);
                string which = $"{product}, {width}, {threads} threads";
                Assert.True(reference.FirstWrong(output) < 0, $"Wrong element {reference.FirstWrong(output)}: {which}");
                Assert.True(SameBits(reference.Chain, output), $"Other bits: {which}");
                Assert.True(memory.Stray == 0, $"Stray writes: {which}");
            }
        }
    }

    /// <summary>The check of the test above must see a wrong element anywhere, a lost last term, and NaN.</summary>
    [Fact]
    public void FirstWrong_BrokenProduct_FindsIt()
    {
        ProductCase product = new(13, 33, 257);
        using ProductMemory memory = new(product);
        ReadOnlySpan<float> a = memory.Of(memory.A), b = memory.Of(memory.B);
        ProductReference reference = new(product, a, b);
        foreach (int index in (int[])[0, 32, 12 * 33, 13 * 33 - 1])
        {
            float[] broken = [.. reference.Chain];
            broken[index] += 3e-3f; // 257 terms of about a quarter each: the tolerance is about 257 * 2^-24 * 64 = 1e-3
            Assert.Equal(index, reference.FirstWrong(broken));
            broken[index] = float.NaN;
            Assert.Equal(index, reference.FirstWrong(broken));
        }

        float[] lost = [.. reference.Chain];
        int element = 5 * 33 + 7;
        lost[element] -= a[product.IndexA(5, 256)] * b[product.IndexB(256, 7)];
        Assert.Equal(element, reference.FirstWrong(lost));
        float[] nudged = [.. reference.Chain];
        nudged[element] = MathF.BitIncrement(nudged[element]);
        Assert.False(SameBits(reference.Chain, nudged));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Launch_Again_OverwritesTheOutput(int threads)
    {
        ProductCase product = new(200, 128, 784);
        using ProductMemory memory = new(product);
        using WorkerPool pool = new(threads);
        PreparedOperation prepared = CpuProduct.Table(SimdWidths.Best, pool)
            .Prepare(CpuProduct.Operation(product, memory), memory.Memory);
        prepared.Launch();
        float[] first = memory.Of(memory.Output).ToArray();

        prepared.Launch();

        Assert.True(SameBits(first, memory.Of(memory.Output)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Launch_AfterWarmUp_AllocatesNothing(int threads)
    {
        ProductCase product = new(200, 128, 100);
        using ProductMemory memory = new(product);
        using WorkerPool pool = new(threads);
        MatMulOperation operation = WithRowOperations(product, memory);
        PreparedOperation prepared = CpuProduct.Table(SimdWidths.Best, pool).Prepare(operation, memory.Memory);
        for (int i = 0; i < 100; i++) prepared.Launch();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++) prepared.Launch();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>One and several blocks of terms and of columns; panels that end within a tile.</summary>
    public static TheoryData<ProductCase> FoldedProducts =>
    [
        new ProductCase(0, 5, 3), new ProductCase(5, 0, 3), new ProductCase(5, 3, 0), new ProductCase(100, 10, 128),
        new ProductCase(205, 128, 64, TransposeB: true), new ProductCase(99, 300, 521), new ProductCase(197, 40, 2731),
        new ProductCase(389, 270, 41),
    ];

    [Theory]
    [MemberData(nameof(FoldedProducts))]
    public void Launch_WithRowOperations_IsTheSameAsOneAfterTheOther(ProductCase product)
    {
        foreach (int threads in (int[])[1, 3])
        {
            using WorkerPool pool = new(threads);
            foreach (SimdWidth width in SimdWidths.All)
            {
                using ProductMemory apart = new(product), folded = new(product);
                OperationTable table = CpuProduct.Table(width, pool);
                MatMulOperation operation = WithRowOperations(product, apart);
                foreach (Operation step in (Operation[])
                    [.. operation.Before, CpuProduct.Operation(product, apart), .. operation.After])
                    table.Prepare(step, apart.Memory).Launch();

                table.Prepare(WithRowOperations(product, folded), folded.Memory).Launch();

                string which = $"{product}, {width}, {threads} threads";
                Assert.True(SameBits(apart.Of(apart.A), folded.Of(folded.A)), $"Before: {which}");
                Assert.True(SameBits(apart.Of(apart.Output), folded.Of(folded.Output)), $"After: {which}");
            }
        }
    }

    [Fact]
    public void Prepare_RowOperationBeforeTransposedLeftFactor_Throws()
    {
        using ProductMemory memory = new(new ProductCase(4, 3, 4, TransposeA: true));
        MatMulOperation operation = new()
        {
            A = memory.A, B = memory.B, Output = memory.Output, TransposeA = true,
            Before = [new CpuProduct.DoublingOperation(memory.A)],
        };

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Prepare(operation, memory));

        Assert.Contains("transposed", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_KernelThatDoesNotWorkRowByRow_Throws()
    {
        using ProductMemory memory = new(new ProductCase(4, 3, 5));
        MatMulOperation operation = new()
        {
            A = memory.A, B = memory.B, Output = memory.Output, After = [new CpuProduct.StubbornOperation(4)],
        };

        NotSupportedException thrown = Assert.Throws<NotSupportedException>(() => Prepare(operation, memory));

        Assert.Contains("Stubborn", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_RowOperationWithOtherRows_Throws()
    {
        using ProductMemory memory = new(new ProductCase(4, 3, 5));
        MatMulOperation operation = new()
        {
            A = memory.A, B = memory.B, Output = memory.Output, After = [new CpuProduct.DoublingOperation(memory.B)],
        };

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Prepare(operation, memory));

        Assert.Contains("5 rows", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Prepare_ShapesThatDoNotFit_Throws()
    {
        using ProductMemory memory = new(new ProductCase(4, 3, 5));
        MatMulOperation operation = new() { A = memory.A, B = memory.B, Output = memory.Output, TransposeB = true };

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Prepare(operation, memory));

        Assert.Contains("(4, 5)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("(5, 3)", thrown.Message, StringComparison.Ordinal);
    }

    private static void Prepare(MatMulOperation operation, ProductMemory memory)
    {
        using WorkerPool pool = new(1);
        CpuProduct.Table(SimdWidth.Portable, pool).Prepare(operation, memory.Memory);
    }

    private static MatMulOperation WithRowOperations(ProductCase product, ProductMemory memory) => new()
    {
        A = memory.A,
        B = memory.B,
        Output = memory.Output,
        TransposeB = product.TransposeB,
        Before = [new CpuProduct.DoublingOperation(memory.A)],
        After = [new CpuProduct.DoublingOperation(memory.Output), new CpuProduct.DoublingOperation(memory.Output)],
    };

    private static bool SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        MemoryMarshal.AsBytes(expected).SequenceEqual(
            MemoryMarshal.AsBytes(actual));
}
