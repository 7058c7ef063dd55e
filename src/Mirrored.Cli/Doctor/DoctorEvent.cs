namespace Mirrored.Cli;

/// <summary>What the child tells: one of these each time.</summary>
internal sealed record DoctorEvent
{
    /// <summary>The name of the check that begins.</summary>
    public string? Begins { get; init; }

    /// <summary>A check that has ended.</summary>
    public DoctorCheck? Ended { get; init; }

    /// <summary>All devices, after the last check; a process that has lost its GPUs does not get so far.</summary>
    public IReadOnlyList<DoctorDevice>? Devices { get; init; }

    /// <summary>True when the child can no longer use GPUs, so that another one must go on.</summary>
    public bool IsSpent { get; init; }
}
