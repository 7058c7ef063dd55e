namespace Mirrored;

/// <summary>What <see cref="Doctor.Run"/> is told.</summary>
public sealed record DoctorOptions
{
    /// <summary>The devices that compute and train in the checks; null takes the CPU and every visible GPU.</summary>
    public IReadOnlyList<DeviceId>? Devices { get; init; }

    /// <summary>How long one check may take. Default 20 seconds: the first use of a GPU compiles kernels for it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than an hour.</exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1))
                throw new ArgumentOutOfRangeException(nameof(Timeout), value, "Expected a positive time of at most an hour.");
            field = value;
        }
    } = TimeSpan.FromSeconds(20);
}
