using System.Diagnostics;
using System.Globalization;

namespace Mirrored;

/// <summary>One collective that a rank called: what, when, and marks around it on the rank's stream.</summary>
internal sealed class CollectiveRecord(DeviceEvent begun, DeviceEvent done)
{
    /// <summary>Left before the collective: the rank's device has come to it.</summary>
    public DeviceEvent Begun { get; } = begun;

    /// <summary>Left behind the collective.</summary>
    public DeviceEvent Done { get; } = done;

    /// <summary>The number among the rank's collectives, from 1; the same on every rank.</summary>
    public long Sequence { get; private set; }

    /// <summary>NCCL's name of what was called.</summary>
    public string Operation { get; private set; } = "";

    /// <summary>How many numbers.</summary>
    public long Count { get; private set; }

    /// <summary>Their type.</summary>
    public DType Type { get; private set; }

    /// <summary>The number of the work that it is a part of.</summary>
    public long Work { get; private set; }

    /// <summary>When it was called.</summary>
    public long Called { get; private set; }

    /// <summary>Notes a call.</summary>
    public void Fill(long sequence, string operation, long count, DType type, long work) =>
        (Sequence, Operation, Count, Type, Work, Called) = (sequence, operation, count, type, work, Stopwatch.GetTimestamp());

    /// <summary>True when both ranks called the same.</summary>
    public bool AgreesWith(CollectiveRecord other) =>
        Operation == other.Operation && Count == other.Count && Type == other.Type;

    /// <summary>What was called, for people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Operation} {Sequence} of {Count} {Type.ToString().ToLowerInvariant()}");
}
