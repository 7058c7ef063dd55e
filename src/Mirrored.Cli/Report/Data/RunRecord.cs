namespace Mirrored.Cli;

/// <summary>What a page tells of one training run; what is not known is empty or null.</summary>
/// <param name="Name">How the run is called.</param>
internal sealed record RunRecord(string Name)
{
    /// <summary>What matters most, such as the test accuracy, as it is printed.</summary>
    public IReadOnlyList<Fact> Headlines { get; init; } = [];

    /// <summary>Loss, metrics and so on as they went.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>Where the time of a step went on each device.</summary>
    public IReadOnlyList<DeviceTime> Times { get; init; } = [];

    /// <summary>What holds training back and what to do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>Devices, hyperparameters and so on, as they are printed.</summary>
    public IReadOnlyList<Fact> Settings { get; init; } = [];

    /// <summary>How often each class, by row, was taken for each, by column.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; } = [];

    /// <summary>Images that the model gets wrong.</summary>
    public IReadOnlyList<Misread> Misread { get; init; } = [];

    /// <summary>Other texts, such as the model's summary.</summary>
    public IReadOnlyList<Fact> Texts { get; init; } = [];
}
