using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>Takes checksums of one replica's weights on its device.</summary>
internal sealed class WeightChecksums : IDisposable
{
    private readonly Replica _replica;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly DeviceBuffer _sums;
    private readonly PreparedOperation[] _operations;
    private readonly ulong[] _parts;

    public WeightChecksums(Replica replica, IReadOnlyList<Parameter> parameters, MemoryMap memory)
    {
        _replica = replica;
        _parameters = parameters;
        _parts = new ulong[parameters.Count * ChecksumOperation.Parts];
        _sums = replica.Device.Allocate(_parts.Length * sizeof(ulong), "checksums of weights");
        try
        {
            _operations =
            [
                .. parameters.Select((parameter, i) => replica.Device.Prepare(
                    new ChecksumOperation
                    {
                        Input = parameter.Value, Output = _sums.Address + i * ChecksumOperation.Parts * sizeof(ulong),
                    },
                    memory, replica.Stream)),
            ];
        }
        catch
        {
            _sums.Dispose();
            throw;
        }
    }

    /// <summary>Computes the checksums behind all queued steps and waits for them; on the replica's own thread.</summary>
    public WeightDigest[] Take()
    {
        _replica.Device.BeginCompute();
        try
        {
            foreach (PreparedOperation operation in _operations) operation.Launch();
        }
        finally
        {
            _replica.Device.EndCompute();
        }

        _sums.Read(MemoryMarshal.AsBytes(_parts.AsSpan()), 0);
        return [.. _parameters.Select((parameter, i) => new WeightDigest(parameter.Name, parameter.Shape, Checksum(i)))];
    }

    public void Dispose() => _sums.Dispose();

    private ulong Checksum(int parameter)
    {
        ulong sum = 0;
        foreach (ulong part in _parts.AsSpan(parameter * ChecksumOperation.Parts, ChecksumOperation.Parts)) sum += part;
        return sum;
    }
}
