using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Devices that checks compute and train on; taken when the first check asks.</summary>
/// <param name="devices">The devices, one replica each.</param>
/// <param name="limit">How long a check may take.</param>
internal sealed unsafe class TrialDevices(IReadOnlyList<DeviceId> devices, TimeSpan limit) : IDisposable
{
    /// <summary>A part of the limit, so that the strategy's own error, which tells more, comes first.</summary>
    private const double PartOfLimit = 0.8;

    private const int ControlBytes = StepState.SizeInBytes + 128;

    private MirroredStrategy? _strategy;

    public IReadOnlyList<DeviceId> Devices => devices;

    public MirroredStrategy Strategy =>
        _strategy ??= new MirroredStrategy(devices, new StrategyOptions { Timeout = limit * PartOfLimit });

    /// <summary>Runs one operation on the first device.</summary>
    /// <param name="operation">It reads the inputs and writes one tensor behind them in the arena.</param>
    /// <param name="inputs">Tensors of the arena and what is in them.</param>
    /// <returns>The numbers of the tensor that it writes.</returns>
    public float[] Compute(Operation operation, IReadOnlyList<(PlanTensor Tensor, float[] Values)> inputs)
    {
        PlanTensor output = operation.Writes[0];
        float[] result = new float[output.Shape.Length];
        Strategy.Group.RunAll(replica =>
        {
            if (replica.Index > 0) return;
            using DeviceBuffer memory = replica.Device.Allocate(ControlBytes + output.Offset + output.Bytes, "a check");
            nint arena = memory.Address + ControlBytes;
            MemoryMap map = new() { State = (StepState*)memory.Address, Feed = (StepFeed*)(memory.Address + StepState.SizeInBytes) };
            map[MemoryRegion.Arena] = arena;
            foreach ((PlanTensor tensor, float[] values) in inputs)
                memory.Write(MemoryMarshal.AsBytes<float>(values), ControlBytes + tensor.Offset);
            replica.Device.Prepare(operation, map, replica.Stream).Launch();
            replica.Stream.Synchronize();
            memory.Read(MemoryMarshal.AsBytes(result.AsSpan()), ControlBytes + output.Offset);
        });
        return result;
    }

    /// <summary>Trains a small network for a few steps.</summary>
    /// <returns>The mean loss of each step.</returns>
    public double[] Train() => TrialProgram.Train(Strategy);

    /// <summary>Sums numbers over the devices.</summary>
    /// <returns>How many sums are wrong.</returns>
    public int WrongSums() => TrialExchange.WrongElements(Strategy);

    /// <summary>Sums numbers by NCCL over the first device alone.</summary>
    /// <returns>How many sums are wrong.</returns>
    public int WrongSumsOfOneRank()
    {
        int wrong = 0;
        Strategy.Group.RunAll(replica =>
        {
            if (replica.Index == 0) wrong = TrialRank.WrongElements(replica, limit * PartOfLimit);
        });
        return wrong;
    }

    public void Dispose() => _strategy?.Dispose();
}
