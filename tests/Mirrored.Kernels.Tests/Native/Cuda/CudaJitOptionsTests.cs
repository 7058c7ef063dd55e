namespace Mirrored;

public sealed unsafe class CudaJitOptionsTests
{
    [Fact]
    public void Write_Default_GivesOnlyTheLogs()
    {
        CuJitOption* names = stackalloc CuJitOption[CudaJitOptions.MaxCount];
        void** values = stackalloc void*[CudaJitOptions.MaxCount];
        byte info, errors;

        uint count = default(CudaJitOptions).Write(names, values, &info, &errors, 100);

        Assert.Equal(4u, count);
        Assert.Equal([3, 4, 5, 6], new Span<int>(names, 4).ToArray());
        Assert.True(values[0] == &info);
        Assert.Equal(100, (nint)values[1]);
        Assert.True(values[2] == &errors);
        Assert.Equal(100, (nint)values[3]);
    }

    [Fact]
    public void Write_Everything_PutsNumbersIntoTheSlots()
    {
        CuJitOption* names = stackalloc CuJitOption[CudaJitOptions.MaxCount];
        void** values = stackalloc void*[CudaJitOptions.MaxCount];
        var options = new CudaJitOptions { MaxRegisters = 64, LineInfo = true, Verbose = true };

        uint count = options.Write(names, values, null, null, 100);

        Assert.Equal((uint)CudaJitOptions.MaxCount, count);
        Assert.Equal([0, 13, 12], new Span<int>(names + 4, 3).ToArray());
        Assert.Equal([64, 1, 1], new Span<nint>(values + 4, 3).ToArray());
    }
}
