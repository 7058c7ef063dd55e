namespace Mirrored.Keras;

/// <summary>How long a download may take.</summary>
internal sealed record DownloadLimits
{
    /// <summary>From the request to the first byte of the answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between one piece of the file and the next.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>One file from one mirror in all.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(10);
}
