using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One replica's rank: its communicator, its records, and the calls that its thread makes.</summary>
internal sealed class NcclRank : IDisposable
{
    private static readonly float[] One = [1];

    private readonly NcclRanks _all;
    private readonly Replica _replica;
    private readonly CudaDevice _device;
    private readonly CudaStreamHandle _stream;
    private readonly DeviceBuffer _probe;
    private volatile NcclCommunicator? _communicator;
    private int _generation;

    public NcclRank(NcclRanks all, Replica replica)
    {
        _all = all;
        _replica = replica;
        _device = (CudaDevice)replica.Device;
        _stream = ((CudaStream)replica.Communication).Handle;
        _probe = replica.Device.Allocate(sizeof(float), "the first sum of NCCL");
        try
        {
            Recorder = new FlightRecorder(replica.Communication);
        }
        catch
        {
            _probe.Dispose();
            throw;
        }
    }

    /// <summary>The rank's number: that of its replica.</summary>
    public int Index => _replica.Index;

    /// <summary>The rank's device.</summary>
    public DeviceId Device => _replica.Device.Id;

    /// <summary>What the rank has called.</summary>
    public FlightRecorder Recorder { get; }

    /// <summary>True when it has joined the others that joined in this generation.</summary>
    public bool HasJoined(int generation) => Volatile.Read(ref _generation) == generation;

    /// <summary>True when it has begun to join, or is done with that.</summary>
    public bool HasStarted => _communicator is not null;

    /// <summary>Queues the sum over all ranks of numbers on their devices, in place, behind what the communication stream has
    /// been given; on the replica's own thread.</summary>
    /// <exception cref="CollectiveException">NCCL refused.</exception>
    /// <exception cref="StepAbortedException">Another rank failed.</exception>
    public void AllReduce(nint address, long count, DType type)
    {
        if (!HasJoined(_all.Generation)) Join();
        if (count == 0) return; // NCCL queues nothing then.
        CollectiveRecord record = Recorder.Next;
        record.Fill(Recorder.Called + 1, nameof(NcclImports.ncclAllReduce), count, type, _replica.Working);
        try
        {
            NcclCommunicator communicator = _communicator!; // There is one since it joined.
            _replica.Communication.Record(record.Begun);
            if (!communicator.AllReduce(address, address, count, TypeOf(type), NcclReduction.Sum, _stream))
                AwaitQueued(communicator, record);
            _replica.Communication.Record(record.Done);
            Recorder.Publish();
        }
        catch (NcclAbortedException)
        {
            throw new StepAbortedException();
        }
        catch (NcclException cause)
        {
            throw CollectiveDiagnosis.Failed(_all.All, this, record, _all.Limit, cause);
        }
    }

    /// <summary>Makes a communicator together with the other ranks, each on its own thread, and tries it.</summary>
    public void Join()
    {
        int generation = _all.Generation;
        NcclUniqueId id = _all.IdFor(generation);
        if (_all.Fault.IsRaised) throw new StepAbortedException();
        Leave();
        Recorder.Reset();
        try
        {
            NcclCommunicator communicator = NcclCommunicator.Start(id, Index, _all.All.Count, _device.Context);
            _communicator = communicator;
            Await(() => !communicator.IsInProgress, "the initialisation");
            Try(communicator);
            _all.Barrier.Await(Index);
            Volatile.Write(ref _generation, generation);
        }
        catch (NcclException cause)
        {
            Leave();
            throw CollectiveDiagnosis.NotInitialised(this, $"initialisation failed: {cause.Message}", "", _all.Limit, cause);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>Throws what the communicator has to report.</summary>
    public void ThrowIfFailed() => _ = _communicator?.IsInProgress;

    /// <summary>True when the device has come to a collective.</summary>
    public bool HasBegun(long sequence) => Recorder.Find(sequence).Begun.IsComplete;

    /// <summary>The last collectives, a line each; none when the device cannot be asked.</summary>
    public IReadOnlyList<string> Describe()
    {
        try
        {
            _device.Context.MakeCurrent();
            return [.. Recorder.Describe(ToString())];
        }
        catch (CudaException cause)
        {
            return [$"{this}: {cause.Message}"];
        }
    }

    /// <summary>Lets go of whatever the stream waits in.</summary>
    public void Abort() => _communicator?.Abort();

    /// <summary>Starts the orderly end.</summary>
    public void BeginFinalize() => _communicator?.BeginFinalize();

    /// <summary>True when the orderly end is done.</summary>
    public bool IsFinalized => _communicator?.IsInProgress != true;

    public override string ToString() => $"rank {Index} ({Device})";

    public void Dispose()
    {
        _communicator?.Dispose();
        Recorder.Dispose();
        _probe.Dispose();
    }

    /// <summary>The first sum makes the connections, in the background; it also proves that all ranks are there.</summary>
    private void Try(NcclCommunicator communicator)
    {
        _probe.Write(MemoryMarshal.AsBytes<float>(One), 0);
        using DeviceEvent done = _replica.Communication.CreateEvent();
        if (!communicator.AllReduce(_probe.Address, _probe.Address, 1, NcclDataType.Float32, NcclReduction.Sum, _stream))
            Await(() => !communicator.IsInProgress, "the first sum");
        _replica.Communication.Record(done);
        Await(() => done.IsComplete, "the first sum");
        float sum = 0;
        _probe.Read(MemoryMarshal.AsBytes(new Span<float>(ref sum)), 0);
        if (sum != communicator.Size)
            throw CollectiveDiagnosis.NotInitialised(
                this, $"the first sum over {communicator.Size} ranks of 1 is {sum}.", "NCCL or the way between the GPUs is broken.",
                _all.Limit, null);
    }

    private void Leave()
    {
        _communicator?.Dispose();
        _communicator = null;
    }

    /// <summary>Apart, because it allocates, which a step does not: NCCL makes connections when it first needs them.</summary>
    private void AwaitQueued(NcclCommunicator communicator, CollectiveRecord record) =>
        Await(() => !communicator.IsInProgress, $"{record}, which makes connections,");

    /// <summary>Polls for something that needs the other ranks.</summary>
    private void Await(Func<bool> done, string what)
    {
        long start = Stopwatch.GetTimestamp();
        for (SpinWait spin = default; !done(); spin.SpinOnce())
        {
            if (_all.Fault.IsRaised) throw new StepAbortedException();
            if (Stopwatch.GetElapsedTime(start) <= _all.Limit) continue;
            throw CollectiveDiagnosis.NotInitialised(
                this, $"{what} did not complete within {_all.Limit.TotalSeconds:0.###} s.",
                $"{_all.Missing()} If it really takes that long, raise StrategyOptions.Timeout; NCCL_DEBUG=INFO tells what NCCL waits "
                + "for.", _all.Limit, null);
        }
    }

    private static NcclDataType TypeOf(DType type) => type switch
    {
        DType.Float32 => NcclDataType.Float32,
        DType.Float64 => NcclDataType.Float64,
        DType.Int32 => NcclDataType.Int32,
        DType.UInt8 => NcclDataType.UInt8,
        DType.BFloat16 => NcclDataType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "NCCL has no such type."),
    };
}
