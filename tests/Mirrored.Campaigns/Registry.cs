namespace Mirrored.Campaigns;

/// <summary>All campaigns, in the order in which <c>all</c> runs them.</summary>
internal static class Registry
{
    public static IReadOnlyList<Campaign> Campaigns { get; } =
    [
        new SelfTest(),
        new NonFinite(),
        new BitFlips(),
        new SameBits(),
        new GuardCost(),
        new CallSweep(),
        new Leaks(),
        new Interruptions(),
        new Damage(),
        new Bombs(),
        new HeaderSizes(),
        new HostileModels(),
        new Fuzz(),
    ];
}
