using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>One replica's guard between the exchange and the update: finds gradients and losses that are not finite, keeps the update
/// from using them, and remembers what it found.</summary>
/// <remarks>Steps are queued ahead, so under <see cref="NonFinitePolicy.Raise"/> the guard also turns off the steps behind a bad one,
/// until the caller, who looks at a word of host memory before each step, has heard of it.</remarks>
internal sealed class NonFiniteGuard : IDisposable
{
    private readonly IReadOnlyList<Parameter> _trained;
    private readonly int _segments;
    private readonly DeviceBuffer _record;
    private readonly DeviceSignal _signal;
    private readonly DeviceBuffer? _kept;
    private readonly PreparedOperation _find;
    private readonly PreparedOperation? _keep;
    private readonly PreparedOperation? _restore;
    private bool _sumsMoved = true;

    /// <summary>Makes the guard of a replica.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="layout">Where gradients and the loss's guard lie.</param>
    /// <param name="memory">Of the leaf that holds the sums over all.</param>
    /// <param name="sums">The running sums of loss and metrics.</param>
    /// <param name="policy">Not <see cref="NonFinitePolicy.Off"/>.</param>
    public NonFiniteGuard(Replica replica, ParameterLayout layout, MemoryMap memory, DeviceBuffer sums, NonFinitePolicy policy)
    {
        _trained = layout.Trained;
        _segments = layout.Segments.Tensors.Count;
        Device device = replica.Device;
        _record = device.Allocate(NonFiniteRecord.Words(_segments) * sizeof(long), "what is known of gradients");
        try
        {
            _signal = device.CreateSignal();
            _find = device.Prepare(
                new FindNonFiniteOperation
                {
                    Gradients = layout.Trainable(MemoryRegion.Gradients, "gradients"), Segments = layout.Segments.Tensors,
                    Record = _record.Address, Signal = _signal.Address, Stays = policy == NonFinitePolicy.Raise,
                },
                memory, replica.Stream);
            if (policy != NonFinitePolicy.Skip) return;
            _kept = device.Allocate(sums.Length, "sums before a step");
            _keep = replica.Stream.PrepareCopy(device, _kept.Address, device, sums.Address, sums.Length);
            _restore = device.Prepare(
                new RestoreSumsOperation
                {
                    Sums = sums.Address, Kept = _kept.Address, Count = checked((int)(sums.Length / sizeof(double))),
                    Record = _record.Address,
                },
                memory, replica.Stream);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True when a step was found that is not finite.</summary>
    public bool IsSignalled => _signal.Value != 0;

    /// <summary>Notes that something else than a training step changed the sums.</summary>
    public void NoteSumsMoved() => _sumsMoved = true;

    /// <summary>Queues keeping the sums, where the step before did not.</summary>
    public void BeginStep()
    {
        if (_sumsMoved) _keep?.Launch();
        _sumsMoved = false;
    }

    /// <summary>Queues the decision whether the update may run.</summary>
    public void Check()
    {
        _find.Launch();
        _restore?.Launch();
    }

    /// <summary>How many steps were skipped; nothing may run.</summary>
    public long ReadSkipped() => Read()[NonFiniteRecord.Skipped];

    /// <summary>What was found last; nothing may run.</summary>
    public NonFiniteFault ReadFault()
    {
        long[] words = Read();
        long step = words[NonFiniteRecord.Step];
        bool Is(int segment) => words[NonFiniteRecord.FirstSegment + segment] == step;
        return new NonFiniteFault(step, [.. _trained.Where((_, i) => Is(i)).Select(p => p.Name)], !Is(_segments));
    }

    /// <summary>Forgets what was found; nothing may run.</summary>
    public void Clear()
    {
        _record.Clear();
        _signal.Clear();
    }

    public void Dispose()
    {
        _record.Dispose();
        _signal?.Dispose(); // The constructor may have failed before.
        _kept?.Dispose();
    }

    private long[] Read()
    {
        long[] words = new long[NonFiniteRecord.Words(_segments)];
        _record.Read(MemoryMarshal.AsBytes(words.AsSpan()), 0);
        return words;
    }
}
