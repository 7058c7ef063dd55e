using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One rank of NCCL, alone in its communicator.</summary>
internal static class TrialRank
{
    private const int Count = 10_000;

    /// <summary>Starts a communicator, sums some numbers over its one rank, and ends it; on the replica's own thread.</summary>
    /// <returns>How many numbers are not what they were.</returns>
    /// <exception cref="TimeoutException">NCCL did not start or end in time.</exception>
    public static int WrongElements(Replica replica, TimeSpan limit)
    {
        float[] numbers = [.. Enumerable.Range(0, Count).Select(i => (float)i)], sums = new float[Count];
        var device = (CudaDevice)replica.Device;
        long bytes = (long)Count * sizeof(float);
        using DeviceBuffer memory = device.Allocate(2 * bytes, "a check");
        memory.Write(MemoryMarshal.AsBytes<float>(numbers), 0);
        using NcclCommunicator communicator = NcclCommunicator.Start(Nccl.CreateUniqueId(), rank: 0, size: 1, device.Context);
        Await(communicator, "start", limit);
        bool isQueued = communicator.AllReduce(
            memory.Address, memory.Address + (nint)bytes, Count, NcclDataType.Float32, NcclReduction.Sum,
            ((CudaStream)replica.Stream).Handle);
        if (!isQueued) Await(communicator, "sum", limit);
        replica.Stream.Synchronize();
        memory.Read(MemoryMarshal.AsBytes(sums.AsSpan()), bytes);
        communicator.BeginFinalize();
        Await(communicator, "end", limit);
        return numbers.Zip(sums).Count(pair => pair.First != pair.Second);
    }

    private static void Await(NcclCommunicator communicator, string what, TimeSpan limit)
    {
        if (SpinWait.SpinUntil(() => !communicator.IsInProgress, limit)) return;
        communicator.Abort();
        throw new TimeoutException($"NCCL did not {what} within {limit.TotalSeconds:0.#} s.");
    }
}
