using System.Runtime.ExceptionServices;

namespace Mirrored;

/// <summary>A place in the pool for one piece of work at a time: parts are claimed one by one, by whoever is free.</summary>
/// <remarks>Helpers come in only while the job is open, and it closes only when the last one has left. So a helper that was
/// late, even by a whole job, never touches work that is not its own.</remarks>
internal sealed class ParallelJob : IDisposable
{
    private const int Closed = -1;

    private readonly SemaphoreSlim _left = new(0);
    private IParallelWork? _work;
    private ExceptionDispatchInfo? _failure;
    private int _parts;
    private int _claimed;
    private int _inside = Closed;
    private int _ownerWaits;
    private int _taken;

    /// <summary>True when there are parts that nobody has claimed.</summary>
    public bool HasParts => Volatile.Read(ref _inside) >= 0 && Volatile.Read(ref _claimed) < Volatile.Read(ref _parts);

    /// <summary>Takes the place, if it is free.</summary>
    public bool TryTake() => Volatile.Read(ref _taken) == 0 && Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    /// <summary>Offers work to helpers; only by whoever took the place.</summary>
    public void Open(IParallelWork work, int parts)
    {
        (_work, _failure, _parts) = (work, null, parts);
        Volatile.Write(ref _claimed, 0);
        Volatile.Write(ref _inside, 0);
    }

    /// <summary>Does parts as a helper until none is left.</summary>
    /// <returns>False when the job was closed already.</returns>
    public bool TryHelp()
    {
        int inside = Volatile.Read(ref _inside);
        while (true)
        {
            if (inside < 0) return false;
            int seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
            if (seen == inside) break;
            inside = seen;
        }

        DoParts();
        if (Interlocked.Decrement(ref _inside) == 0 && Volatile.Read(ref _ownerWaits) != 0) _left.Release();
        return true;
    }

    /// <summary>Does parts as the owner, waits for the helpers, and gives the place back.</summary>
    /// <param name="spins">How often to look before blocking.</param>
    public void Complete(int spins)
    {
        DoParts();
        AwaitHelpers(spins);
        ExceptionDispatchInfo? failure = _failure;
        _work = null;
        Volatile.Write(ref _taken, 0);
        failure?.Throw();
    }

    public void Dispose() => _left.Dispose();

    private void DoParts()
    {
        while (true)
        {
            int part = Interlocked.Increment(ref _claimed) - 1;
            if (part >= _parts) return;
            try
            {
                _work!.Run(part); // Set for as long as the job is open.
            }
#pragma warning disable CA1031 // Whatever a part throws is thrown again by the owner, when nobody runs a part any more.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
                Volatile.Write(ref _claimed, _parts);
            }
        }
    }

    private void AwaitHelpers(int spins)
    {
        for (int i = 0; i < spins; i++)
        {
            if (Interlocked.CompareExchange(ref _inside, Closed, 0) == 0) return;
            Thread.SpinWait(4);
        }

        // A helper may have been preempted in the middle of a part: let it have the core.
        Interlocked.Exchange(ref _ownerWaits, 1);
        while (Interlocked.CompareExchange(ref _inside, Closed, 0) != 0) _left.Wait(millisecondsTimeout: 1);
        Interlocked.Exchange(ref _ownerWaits, 0);
    }
}
