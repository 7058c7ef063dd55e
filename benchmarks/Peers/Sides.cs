namespace Mirrored.Peers;

/// <summary>The table of who is compared.</summary>
internal static class Sides
{
    public const string Ours = "ours";
    public const string Theirs = "theirs";
    public const string LibTorch = "libtorch";
    public const string OpenBlas = "openblas";

    /// <summary>Those that train.</summary>
    public static IReadOnlyList<string> Training { get; } = [Ours, Theirs];

    /// <summary>Those that multiply matrices, whose products <see cref="Theirs"/> stands for: the best of several.</summary>
    public static IReadOnlyList<string> Multiplying { get; } = [Ours, LibTorch, OpenBlas];

    public static ITrainingJob CreateJob(string side, PeerOptions options) => side switch
    {
        Ours => new MirroredJob(options),
        Theirs => new TorchSharpJob(options),
        _ => throw Unknown(side, Training),
    };

    public static IMultiplier CreateMultiplier(string side, PeerOptions options) => side switch
    {
        Ours => new MirroredMultiplier(options),
        LibTorch => new TorchMultiplier(options),
        OpenBlas => new OpenBlasMultiplier(options),
        _ => throw Unknown(side, Multiplying),
    };

    private static ArgumentOutOfRangeException Unknown(string side, IReadOnlyList<string> known) =>
        new(nameof(side), side, $"Known: {string.Join(", ", known)}.");
}
