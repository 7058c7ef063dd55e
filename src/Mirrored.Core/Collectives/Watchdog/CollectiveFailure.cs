namespace Mirrored;

/// <summary>What is known about a collective that failed; made only after one did.</summary>
/// <param name="Device">The device to blame.</param>
/// <param name="Rank">Its rank.</param>
/// <param name="Operation">What was called.</param>
/// <param name="Sequence">Its number; 0 for an initialisation.</param>
/// <param name="Count">Of how many numbers.</param>
/// <param name="Limit">How long it may take.</param>
/// <param name="LikelyCause">What most likely happened, and what to do.</param>
/// <param name="History">The last collectives of every rank.</param>
internal sealed record CollectiveFailure(
    DeviceId Device, int Rank, string Operation, long Sequence, long Count, TimeSpan Limit, string LikelyCause,
    IReadOnlyList<string> History);
