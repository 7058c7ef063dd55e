using System.Runtime.InteropServices;

namespace Mirrored.Core.Tests;

/// <summary>Replicas on GPUs, each with a piece of memory, and their ranks.</summary>
internal sealed class GpuGroup : IDisposable
{
    public const int Count = 64;

    private readonly List<DeviceBuffer> _memory = [];
    private readonly List<DeviceEvent> _summed = [];

    public GpuGroup(IEnumerable<int> gpus, TimeSpan limit)
    {
        Group = new ReplicaGroup([.. gpus.Select(Open)], limit);
        foreach (Replica replica in Group.Replicas)
        {
            _memory.Add(replica.Device.Allocate(Count * sizeof(float), "a test"));
            _summed.Add(replica.Stream.CreateEvent());
        }
    }

    public ReplicaGroup Group { get; }

    /// <summary>The group's ranks; they are started at the first call.</summary>
    public NcclRanks Ranks => NcclRanks.Of(Group);

    public static void SkipWithoutNccl(int gpus)
    {
        SimulatorAtHand.SkipWithoutGpu();
        Assert.SkipWhen(CudaDriver.State.DeviceCount < gpus, $"Needs {gpus} GPUs.");
        Assert.SkipWhen(Nccl.Failure is not null, $"{Nccl.Failure}.");
    }

    public static CudaDevice Open(int gpu) => new(gpu, new CudaDeviceOptions { Precision = Precision.Float32 });

    /// <summary>Queues a sum, and lets the replica's work end behind it.</summary>
    public void Sum(Replica replica, int count)
    {
        NcclRanks ranks = Group.Share<NcclRanks>(() => throw new InvalidOperationException("Not started."));
        ranks.All[replica.Index].AllReduce(_memory[replica.Index].Address, count, DType.Float32);
        replica.Communication.Record(_summed[replica.Index]);
        replica.Stream.Wait(_summed[replica.Index]);
    }

    /// <summary>Sums ones over all ranks and checks what each of them got.</summary>
    public void AssertWorks()
    {
        _ = Ranks;
        float[] ones = [.. Enumerable.Repeat(1f, Count)];
        foreach (DeviceBuffer memory in _memory) memory.Write(MemoryMarshal.AsBytes<float>(ones), 0);
        Group.RunAll(replica => Sum(replica, Count));
        float[] sums = new float[Count];
        foreach (DeviceBuffer memory in _memory)
        {
            memory.Read(MemoryMarshal.AsBytes(sums.AsSpan()), 0);
            Assert.All(sums, sum => Assert.Equal(Group.Replicas.Count, sum));
        }
    }

    public void Dispose()
    {
        foreach (DeviceEvent summed in _summed) summed.Dispose();
        foreach (DeviceBuffer memory in _memory) memory.Dispose();
        Group.Dispose();
    }
}
