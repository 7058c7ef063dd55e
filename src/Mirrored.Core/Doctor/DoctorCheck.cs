namespace Mirrored;

/// <summary>One thing that <see cref="Doctor.Run"/> has looked at.</summary>
public sealed record DoctorCheck
{
    /// <summary>What was looked at, for example <c>cuBLASLt</c> or <c>GPU:0 training</c>; no two checks share a name.</summary>
    public required string Name { get; init; }

    /// <summary>What came of it.</summary>
    public required DoctorStatus Status { get; init; }

    /// <summary>What was found, in one line; empty when nothing was.</summary>
    public string Found { get; init; } = "";

    /// <summary>Why the status is not <see cref="DoctorStatus.Ok"/>; null when it is.</summary>
    public string? Cause { get; init; }

    /// <summary>What to do about it, with the command to type where there is one; null when there is nothing to do.</summary>
    public string? Cure { get; init; }

    /// <summary>More lines for whoever wants to know: every path that was tried, every variable that is set.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>True when what was looked for is there, so that checks that build on it make sense.</summary>
    internal bool IsThere => Status is DoctorStatus.Ok or DoctorStatus.Warning && Found.Length > 0;
}
