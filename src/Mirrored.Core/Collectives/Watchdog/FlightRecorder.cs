using System.Diagnostics;
using System.Globalization;

namespace Mirrored;

/// <summary>The last collectives of one rank, and how far its device has come with them.</summary>
/// <remarks>Written by the rank's thread, read by the watchdog; neither waits for the other, and nothing is allocated after
/// the constructor. When more are on their way than it holds, the oldest it holds stands for those before.</remarks>
internal sealed class FlightRecorder : IDisposable
{
    /// <summary>How many collectives it remembers.</summary>
    public const int Capacity = 64;

    private readonly CollectiveRecord[] _records = new CollectiveRecord[Capacity];
    private long _called;
    private long _done;
    private long _progressed;

    public FlightRecorder(DeviceStream stream)
    {
        try
        {
            for (int i = 0; i < Capacity; i++) _records[i] = Make(stream);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many collectives the rank has called.</summary>
    public long Called => Volatile.Read(ref _called);

    /// <summary>The place of the next collective, to be filled in before <see cref="Publish"/>.</summary>
    public CollectiveRecord Next => Find(_called + 1);

    /// <summary>The record of a collective; a newer one when it is too old.</summary>
    public CollectiveRecord Find(long sequence) => _records[sequence % Capacity];

    /// <summary>Tells the watchdog of the collective that was filled in.</summary>
    public void Publish() => Volatile.Write(ref _called, _called + 1);

    /// <summary>Looks how far the device has come.</summary>
    /// <returns>The oldest collective that is not done; null when there is none.</returns>
    /// <exception cref="CudaException">The device failed.</exception>
    public CollectiveRecord? Advance()
    {
        long called = Called;
        if (_done < called - Capacity) _done = called - Capacity;
        while (_done < called)
        {
            CollectiveRecord oldest = Find(_done + 1);
            if (!oldest.Done.IsComplete) return oldest;
            _done++;
            _progressed = Stopwatch.GetTimestamp();
        }

        return null;
    }

    /// <summary>How long a collective has been the oldest that is not done.</summary>
    public TimeSpan Waiting(CollectiveRecord oldest) => Stopwatch.GetElapsedTime(Math.Max(oldest.Called, _progressed));

    /// <summary>Starts counting afresh, for a new communicator; only while nothing is on its way.</summary>
    public void Reset()
    {
        Volatile.Write(ref _called, 0);
        (_done, _progressed) = (0, 0);
    }

    /// <summary>One line for each collective that it remembers, oldest first.</summary>
    /// <param name="rank">Whose they are.</param>
    public IEnumerable<string> Describe(string rank)
    {
        for (long sequence = Math.Max(1, Called - Capacity + 1); sequence <= Called; sequence++)
        {
            CollectiveRecord record = Find(sequence);
            double seconds = Stopwatch.GetElapsedTime(record.Called).TotalSeconds;
            string state = sequence <= _done ? "done" : record.Begun.IsComplete ? "waits for other ranks" : "not come to yet";
            yield return string.Create(CultureInfo.InvariantCulture, $"{rank}: {record}, called {seconds:0.000} s ago, {state}");
        }
    }

    public void Dispose()
    {
        foreach (CollectiveRecord? record in _records)
        {
            record?.Begun.Dispose();
            record?.Done.Dispose();
        }
    }

    private static CollectiveRecord Make(DeviceStream stream)
    {
        DeviceEvent begun = stream.CreateEvent();
        try
        {
            return new CollectiveRecord(begun, stream.CreateEvent());
        }
        catch
        {
            begun.Dispose();
            throw;
        }
    }
}
