namespace Mirrored;

/// <summary>What a strategy can be told beyond its devices.</summary>
public sealed record StrategyOptions
{
    private const int MaximumThreads = 1024;

    /// <summary>The seed of everything random: initial weights, dropout, shuffling. Default 0.</summary>
    /// <remarks>The same seed gives the same run; with <see cref="Deterministic"/> also for another number of replicas.</remarks>
    public long Seed { get; init; }

    /// <summary>Makes the weights bitwise the same for 1 to 8 replicas. Default false.</summary>
    /// <remarks>Every batch is cut into eight fixed leaves, whose gradients are summed in a fixed order. Costs some speed,
    /// because products get smaller. Without it a run still repeats itself bit for bit on the same number of replicas.</remarks>
    public bool Deterministic { get; init; }

    /// <summary>How GPUs compute matrix products; null takes <see cref="Mirrored.Precision.Tf32"/> on GPUs that have it, as
    /// TensorFlow does, else <see cref="Mirrored.Precision.Float32"/>.</summary>
    /// <remarks>CPUs, and GPUs in <see cref="Deterministic"/> mode, compute in float32 whatever is asked for;
    /// <see cref="MirroredStrategy.Precision"/> tells what is in force.</remarks>
    public Precision? Precision { get; init; }

    /// <summary>How the devices sum their gradients; null takes what fits them best.</summary>
    public CrossDeviceOps? CrossDeviceOps { get; init; }

    /// <summary>How many processor threads the CPU devices compute on, all together, from 1 to 1024; null takes every core.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int? CpuThreads
    {
        get;
        init
        {
            if (value is < 1 or > MaximumThreads)
                throw new ArgumentOutOfRangeException(nameof(CpuThreads), value, $"Expected 1 to {MaximumThreads} threads.");
            field = value;
        }
    }

    /// <summary>How long a replica, or the caller, waits for another replica at most. Default ten minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or longer than 24 days.</exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            if (value <= TimeSpan.Zero || value.TotalMilliseconds > int.MaxValue)
                throw new ArgumentOutOfRangeException(nameof(Timeout), value, "Expected a positive time of at most 24 days.");
            field = value;
        }
    } = TimeSpan.FromMinutes(10);

    /// <summary>The vector width that the CPU computes with; null takes the widest. The numbers are the same.</summary>
    internal SimdWidth? SimdWidth { get; init; }
}
