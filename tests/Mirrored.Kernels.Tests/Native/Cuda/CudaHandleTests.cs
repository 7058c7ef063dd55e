namespace Mirrored;

/// <summary>The native objects on a GPU, simulated or real.</summary>
public sealed unsafe class CudaHandleTests
{
    private const int Bytes = 4096;

    [Fact]
    public void Copy_ThereAndBack_KeepsTheBytes()
    {
        CudaTests.SkipWithoutGpu();
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        using CudaContextScope current = context.Enter();
        using CudaStreamHandle stream = CudaStreamHandle.Create(context);
        using CudaMemoryHandle memory = CudaMemoryHandle.Allocate(context, Bytes);
        using CudaMemoryHandle other = CudaMemoryHandle.Allocate(context, Bytes);
        using CudaPinnedMemoryHandle pinned = CudaPinnedMemoryHandle.Allocate(context, Bytes);
        var host = new Span<byte>(pinned.Address, Bytes);
        for (int i = 0; i < Bytes; i++) host[i] = (byte)(i * 7);

        stream.CopyFromHost(memory.Address, pinned.Address, Bytes);
        stream.Copy(other.Address, memory.Address, Bytes);
        stream.Fill(other.Address, 0x01020304u, 2);
        stream.Fill(other.Address + 8, (byte)9, 3);
        stream.CopyToHost(pinned.Address, other.Address, Bytes);
        stream.Synchronize();

        Assert.Equal([4, 3, 2, 1, 4, 3, 2, 1, 9, 9, 9], host[..11].ToArray());
        for (int i = 11; i < Bytes; i++) Assert.Equal((byte)(i * 7), host[i]);
        Assert.True(stream.IsIdle);
    }

    [Fact]
    public void Copy_BetweenDevices_KeepsTheBytes()
    {
        CudaTests.SkipWithoutGpu(count: 2);
        using CudaContextHandle first = CudaContextHandle.Retain(0);
        using CudaContextHandle second = CudaContextHandle.Retain(1);
        using CudaContextScope current = second.Enter();
        using CudaStreamHandle stream = CudaStreamHandle.Create(second);
        using CudaMemoryHandle from = CudaMemoryHandle.Allocate(first, 8);
        using CudaMemoryHandle to = CudaMemoryHandle.Allocate(second, 8);
        using CudaPinnedMemoryHandle pinned = CudaPinnedMemoryHandle.Allocate(second, 8);
        *(ulong*)pinned.Address = 0x1122334455667788;
        using (CudaContextScope other = first.Enter())
        using (CudaStreamHandle writing = CudaStreamHandle.Create(first))
        {
            writing.CopyFromHost(from.Address, pinned.Address, 8);
            writing.Synchronize();
        }

        *(ulong*)pinned.Address = 0;
        stream.CopyBetween(second, to.Address, first, from.Address, 8);
        stream.CopyToHost(pinned.Address, to.Address, 8);
        stream.Synchronize();

        Assert.Equal(0x1122334455667788u, *(ulong*)pinned.Address);
    }

    [Fact]
    public void Event_RecordedTwice_MeasuresTimeBetween()
    {
        CudaTests.SkipWithoutGpu();
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        using CudaContextScope current = context.Enter();
        using CudaStreamHandle stream = CudaStreamHandle.Create(context);
        using CudaEventHandle start = CudaEventHandle.Create(context, CuEventFlags.BlockingSync);
        using CudaEventHandle end = CudaEventHandle.Create(context, CuEventFlags.BlockingSync);
        Assert.True(end.IsComplete);
        start.Record(stream);
        end.Record(stream);
        end.Synchronize();
        Assert.True(end.IsComplete);
        Assert.InRange(end.MillisecondsSince(start)!.Value, 0, 10_000);
    }

    [Fact]
    public void Graph_OfOneFill_RunsAtEachLaunch()
    {
        CudaTests.SkipWithoutGpu();
        Assert.SkipWhen(NativeLibrariesAreStubs, "The stub libraries record no graphs.");
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        using CudaContextScope current = context.Enter();
        using CudaStreamHandle stream = CudaStreamHandle.Create(context);
        using CudaMemoryHandle memory = CudaMemoryHandle.Allocate(context, 4);
        using CudaPinnedMemoryHandle pinned = CudaPinnedMemoryHandle.Allocate(context, 4);

        stream.BeginCapture();
        stream.Fill(memory.Address, 5u, 1);
        using CudaGraphHandle graph = stream.EndCapture();
        using CudaGraphExecHandle exec = graph.Instantiate();
        Assert.Equal(1, graph.NodeCount);
        for (int run = 0; run < 2; run++)
        {
            stream.Fill(memory.Address, 1u, 1);
            exec.Launch(stream);
            stream.CopyToHost(pinned.Address, memory.Address, 4);
            stream.Synchronize();
            Assert.Equal(5u, *(uint*)pinned.Address);
        }

        stream.BeginCapture();
        stream.AbandonCapture();
        Assert.True(stream.IsIdle);
    }

    [Fact]
    public void Allocate_MoreThanThereIs_TellsWantedAndFree()
    {
        CudaTests.SkipWithoutGpu();
        Assert.SkipWhen(NativeLibrariesAreStubs, "The stub libraries have no limit.");
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        const long Wanted = 1L << 50;
        var error = Assert.Throws<CudaException>(() => CudaMemoryHandle.Allocate(context, Wanted));
        Assert.Equal("CUDA_ERROR_OUT_OF_MEMORY", error.Name);
        Assert.Contains("Wanted 1,125,899,906,842,624 bytes; ", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsSticky);
        CudaMemoryHandle.Allocate(context, 256).Dispose();
    }

    [Fact]
    public void Raw_AfterDispose_Throws()
    {
        CudaTests.SkipWithoutGpu();
        using CudaContextHandle context = CudaContextHandle.Retain(0);
        CudaStreamHandle stream = CudaStreamHandle.Create(context);
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(stream.Synchronize);
    }

    [Fact]
    public void List_OfTheDriver_DescribesEachGpu()
    {
        CudaTests.SkipWithoutGpu();
        IReadOnlyList<PhysicalDevice> devices = GpuDiscovery.List();
        Assert.Equal(CudaDriver.State.DeviceCount, devices.Count);
        Assert.Equal(devices.Count, devices.Select(gpu => gpu.Uuid).Distinct().Count());
        Assert.All(devices, gpu =>
        {
            Assert.NotEmpty(gpu.Name);
            Assert.Matches("^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", gpu.Uuid);
            Assert.Matches("^[0-9a-fA-F]{4,8}:[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-9a-fA-F]$", gpu.PciBusId);
            Assert.True(gpu.ComputeCapability >= new Version(5, 0));
            Assert.True(gpu.TotalMemory > 0);
            Assert.True(gpu.Multiprocessors > 0);
        });
    }

    private static bool NativeLibrariesAreStubs => System.Runtime.InteropServices.NativeLibrary.TryGetExport(
        CudaDriver.State.Library.Handle, "stub_calls", out _);
}
