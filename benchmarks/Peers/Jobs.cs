namespace Mirrored.Peers;

/// <summary>What can be compared.</summary>
internal static class Jobs
{
    public const string Mnist = "mnist";
    public const string Mlp = "mlp";
    public const string Product = "product";

    public static IReadOnlyList<string> Names { get; } = [Mnist, Mlp, Product];

    /// <summary>The units of the hidden layers of a training job, each with ReLU and dropout behind it.</summary>
    public static IReadOnlyList<int> HiddenUnits(string job) => job switch
    {
        Mnist => [128],
        Mlp => [1024, 1024],
        _ => throw new ArgumentOutOfRangeException(nameof(job), job, "It trains nothing."),
    };

    /// <summary>Epochs of one process where none are asked for: enough for some seconds.</summary>
    public static int DefaultEpochs(string job) => job == Mlp ? 3 : 6;
}
