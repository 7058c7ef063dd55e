namespace Mirrored;

/// <summary>What <see cref="Doctor.Run"/> found.</summary>
public sealed record DoctorReport
{
    /// <summary>The checks, in the order in which they were done.</summary>
    public required IReadOnlyList<DoctorCheck> Checks { get; init; }

    /// <summary>The processor, then the GPUs that the process can see.</summary>
    public required IReadOnlyList<DoctorDevice> Devices { get; init; }

    /// <summary>True when no check failed. A machine without a GPU is usable: training runs on the CPU.</summary>
    public bool IsUsable => Checks.All(check => check.Status != DoctorStatus.Failed);
}
