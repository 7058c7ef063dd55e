namespace Mirrored;

/// <summary>Adds ranges that the replica's device can read, in order, and writes the sum to ranges that it can write.</summary>
internal sealed class SumTask(
    IReadOnlyList<ExchangePlace> sources, IReadOnlyList<ExchangePlace> destinations, long count) : ExchangeTask
{
    private static readonly unsafe MemoryMap NoMemory = new() { State = null, Feed = null };

    public override PreparedOperation Prepare(ExchangeContext context, Replica replica, nint staging) => replica.Device.Prepare(
        new ReduceLeavesOperation
        {
            Sources = [.. sources.Select(place => place.Resolve(staging))],
            Destinations = [.. destinations.Select(place => place.Resolve(staging))],
            Start = 0,
            Count = count,
            SourceType = context.Type,
            DestinationType = context.Type,
        },
        NoMemory, replica.Communication);
}
