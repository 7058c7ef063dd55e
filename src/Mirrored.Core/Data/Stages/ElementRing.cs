using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Mirrored;

/// <summary>The bounded row of places between threads that make elements and the one that takes them.</summary>
/// <param name="capacity">How many elements may be ready or being made.</param>
/// <param name="inOrder">True hands them out by their number, false as they get ready.</param>
/// <remarks>Makers claim numbers 0, 1, 2, ... and put an element or a failure under each. Nothing here allocates.</remarks>
internal sealed class ElementRing<T>(int capacity, bool inOrder)
{
    private readonly object _pulse = new();
    private readonly Place[] _places = new Place[capacity];
    private long _claimed;
    private long _put;
    private long _taken;
    private long _end = long.MaxValue;
    private bool _closed;

    /// <summary>Waits for a free place.</summary>
    /// <param name="number">The number of the element that will go there.</param>
    /// <returns>False when no more elements are wanted.</returns>
    public bool TryClaim(out long number)
    {
        lock (_pulse)
        {
            while (!_closed && _claimed < _end && _claimed - _taken == capacity) Monitor.Wait(_pulse);
            number = _claimed;
            if (_closed || _claimed >= _end) return false;
            _claimed++;
            return true;
        }
    }

    /// <summary>Hands an element, or the reason why there is none, to the taker.</summary>
    public void Put(long number, T element, Exception? failure = null)
    {
        lock (_pulse)
        {
            // Without order the place does not matter: there are as many free ones as claims.
            _places[(inOrder ? number : _put) % capacity] = new Place(element, failure, true);
            _put++;
            Monitor.PulseAll(_pulse);
        }
    }

    /// <summary>Says that there are no elements from a number on.</summary>
    public void End(long number)
    {
        lock (_pulse)
        {
            _end = Math.Min(_end, number);
            Monitor.PulseAll(_pulse);
        }
    }

    /// <summary>Waits for the next element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="limit">How long to wait at most, or infinite.</param>
    /// <param name="token">Ends the wait, if somebody calls <see cref="Wake"/>.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    public bool Take(ref T element, TimeSpan limit, CancellationToken token)
    {
        Place place;
        lock (_pulse)
        {
            ref Place next = ref _places[_taken % capacity];
            long start = Stopwatch.GetTimestamp();
            while (!next.IsFull)
            {
                token.ThrowIfCancellationRequested();
                if (_taken >= _end) return false;
                Await(limit, start);
            }

            place = next;
            next = default;
            _taken++;
            Monitor.PulseAll(_pulse);
        }

        if (place.Failure is OperationCanceledException) token.ThrowIfCancellationRequested(); // The taker's, not a maker's.
        if (place.Failure is not null) ExceptionDispatchInfo.Throw(place.Failure);
        element = place.Element;
        return true;
    }

    /// <summary>Makes waiting threads look at their tokens.</summary>
    public void Wake()
    {
        lock (_pulse) Monitor.PulseAll(_pulse);
    }

    /// <summary>Tells the makers to stop.</summary>
    public void Close()
    {
        lock (_pulse)
        {
            _closed = true;
            Monitor.PulseAll(_pulse);
        }
    }

    private void Await(TimeSpan limit, long start)
    {
        TimeSpan left = limit == Timeout.InfiniteTimeSpan ? limit : limit - Stopwatch.GetElapsedTime(start);
        if (left <= TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan)
            throw new TimeoutException(
                $"The dataset gave nothing for {limit.TotalSeconds:0} s: its source, or a function given to it, hangs. "
                + "Raise StrategyOptions.Timeout if it really takes that long.");
        Monitor.Wait(_pulse, left);
    }

    private readonly record struct Place(T Element, Exception? Failure, bool IsFull);
}
