using System.Diagnostics;

namespace Mirrored;

/// <summary>Ranks on GPUs 0, 1, ..., each with a stream and a piece of memory; all driven by the calling thread.</summary>
internal sealed unsafe class TestRanks : IDisposable
{
    public const int Bytes = 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> _owned = [];

    public TestRanks(int count)
    {
        try
        {
            Start(count);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public List<NcclCommunicator> Communicators { get; } = [];

    public List<CudaStreamHandle> Streams { get; } = [];

    public List<CudaMemoryHandle> Memory { get; } = [];

    /// <summary>The address of a rank's memory.</summary>
    public nint this[int rank] => (nint)Memory[rank].Address;

    /// <summary>Waits, not for ever.</summary>
    public static void Await(Func<bool> done)
    {
        long start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, "Nothing came of it.");
            Thread.Sleep(1);
        }
    }

    /// <summary>Lets every rank call something, polls what is in progress, and waits for the streams.</summary>
    public void Each(Func<int, bool> call)
    {
        for (int rank = 0; rank < Communicators.Count; rank++)
        {
            NcclCommunicator communicator = Communicators[rank];
            if (!call(rank)) Await(() => !communicator.IsInProgress);
        }

        foreach (CudaStreamHandle stream in Streams)
        {
            stream.Context.MakeCurrent();
            Await(() => stream.IsIdle);
        }
    }

    public void Write(int rank, params float[] values)
    {
        Memory[rank].Context.MakeCurrent();
        fixed (float* source = values) Streams[rank].CopyFromHost(Memory[rank].Address, source, (nuint)values.Length * sizeof(float));
        Streams[rank].Synchronize();
    }

    public float[] Read(int rank, int count)
    {
        var values = new float[count];
        Memory[rank].Context.MakeCurrent();
        fixed (float* target = values) Streams[rank].CopyToHost(target, Memory[rank].Address, (nuint)count * sizeof(float));
        Streams[rank].Synchronize();
        return values;
    }

    public void Dispose()
    {
        foreach (NcclCommunicator communicator in Communicators) communicator.Dispose();
        for (int i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    private void Start(int count)
    {
        NcclUniqueId id = Nccl.CreateUniqueId();
        for (int rank = 0; rank < count; rank++)
        {
            CudaContextHandle context = Own(CudaContextHandle.Retain(rank));
            Streams.Add(Own(CudaStreamHandle.Create(context)));
            Memory.Add(Own(CudaMemoryHandle.Allocate(context, Bytes)));
            Communicators.Add(NcclCommunicator.Start(id, rank, count, context));
        }

        foreach (NcclCommunicator communicator in Communicators) Await(() => !communicator.IsInProgress);
    }

    private T Own<T>(T owned) where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
