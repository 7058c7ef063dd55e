namespace Mirrored;

/// <summary>One replica's gradients as bfloat16, to be exchanged in place of its float32 ones: half as many bytes.</summary>
internal sealed class RoundedGradients : IDisposable
{
    private readonly List<DeviceBuffer> _buffers = [];
    private readonly PreparedOperation[][] _round; // By bucket and leaf.
    private readonly PreparedOperation _widen;

    /// <summary>Makes room beside the gradients of some leaves.</summary>
    /// <param name="replica">Their owner.</param>
    /// <param name="gradients">The address of each leaf's gradients; the first one gets the sum.</param>
    /// <param name="buckets">The ranges that are exchanged.</param>
    /// <param name="count">The elements of all of them.</param>
    public RoundedGradients(Replica replica, IReadOnlyList<nint> gradients, IReadOnlyList<Bucket> buckets, long count)
    {
        try
        {
            foreach (nint _ in gradients)
                _buffers.Add(replica.Device.Allocate(count * DType.BFloat16.Size(), "gradients as bfloat16"));
            _round =
            [
                .. buckets.Select(bucket => gradients.Select((gradient, leaf) => Convert(
                    replica, gradient, DType.Float32, _buffers[leaf].Address, DType.BFloat16, bucket)).ToArray()),
            ];
            _widen = Convert(
                replica, _buffers[0].Address, DType.BFloat16, gradients[0], DType.Float32, new Bucket(0, count));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the rounded gradients of each leaf lie.</summary>
    public IEnumerable<nint> Addresses => _buffers.Select(buffer => buffer.Address);

    /// <summary>Queues rounding one bucket, which is complete.</summary>
    public void Round(int bucket)
    {
        foreach (PreparedOperation operation in _round[bucket]) operation.Launch();
    }

    /// <summary>Queues making the sum float32 again, for the update.</summary>
    public void Widen() => _widen.Launch();

    public void Dispose()
    {
        foreach (DeviceBuffer buffer in _buffers) buffer.Dispose();
    }

    private static unsafe PreparedOperation Convert(Replica replica, nint from, DType source, nint to, DType target, Bucket range) =>
        replica.Device.Prepare(
            new ReduceLeavesOperation
            {
                Sources = [from], Destinations = [to], SourceType = source, DestinationType = target, Start = range.Start,
                Count = range.Count,
            },
            new MemoryMap { State = null, Feed = null }, replica.Stream);
}
