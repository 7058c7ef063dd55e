namespace Mirrored.Peers;

/// <summary>The table of what is compared.</summary>
internal static class Sides
{
    public const string Ours = "ours";
    public const string Theirs = "theirs";

    public static IReadOnlyList<string> Names { get; } = [Ours, Theirs];

    public static ITrainingJob CreateJob(string side, PeerOptions options) => side switch
    {
        Ours => new MirroredJob(options),
        Theirs => new TorchSharpJob(options),
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, $"Known: {string.Join(", ", Names)}."),
    };
}
