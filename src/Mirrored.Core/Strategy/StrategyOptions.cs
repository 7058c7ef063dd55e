namespace Mirrored;

/// <summary>What a strategy can be told beyond its devices.</summary>
public sealed record StrategyOptions
{
    private const int MaximumThreads = 1024;
    private const int MaximumMicroBatches = 1024;

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

    /// <summary>How the devices sum their gradients; null takes what fits them best, which
    /// <see cref="MirroredStrategy.CrossDeviceOps"/> then tells.</summary>
    public CrossDeviceOps? CrossDeviceOps { get; init; }

    /// <summary>Exchanges gradients as bfloat16, which halves the bytes between devices. Default false.</summary>
    /// <remarks>Every device's gradient is rounded to 8 bits of mantissa, and so is the sum, which is added in float32 (NCCL adds
    /// in bfloat16). A summed element is wrong by at most about <c>2^-8 (sum_r |g_r| + |sum_r g_r|)</c>. The update, the weights and the
    /// optimizer's slots stay float32. A single device exchanges nothing and rounds nothing.</remarks>
    public bool RoundGradients { get; init; }

    /// <summary>Into how many parts, computed one after another, each device's rows of a batch are cut, from 1 to 1024. Default 1.
    /// </summary>
    /// <remarks>The activations of only one part take memory at a time, so larger batches fit. The result is that of the whole
    /// batch: gradients are added up before the one update, divided by the rows of the whole batch, and dropout draws by the row's
    /// place in it. Only the order of additions changes.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int MicroBatches
    {
        get;
        init
        {
            if (value is < 1 or > MaximumMicroBatches)
                throw new ArgumentOutOfRangeException(nameof(MicroBatches), value, $"Expected 1 to {MaximumMicroBatches} parts.");
            field = value;
        }
    } = 1;

    /// <summary>After how many training steps the weights of all devices are compared bit for bit; null, the default, only compares
    /// them at the start.</summary>
    /// <remarks>Checksums are computed on the devices; each comparison waits for the queued steps. Training ends with
    /// <see cref="ReplicaMismatchException"/> if any bit differs.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public int? CheckReplicasEvery
    {
        get;
        init
        {
            if (value < 1) throw new ArgumentOutOfRangeException(nameof(CheckReplicasEvery), value, "Expected at least 1 step.");
            field = value;
        }
    }

    /// <summary>What happens when the loss of a training step, or a gradient, is NaN or infinite. Default
    /// <see cref="NonFinitePolicy.Raise"/>.</summary>
    /// <remarks>Without a look at them one bad step makes all weights NaN, and everything trained is lost. The look costs one reading
    /// of the gradients a step.</remarks>
    public NonFinitePolicy NonFinite
    {
        get;
        init
        {
            if (!Enum.IsDefined(value)) throw new ArgumentOutOfRangeException(nameof(NonFinite), value, "Unknown policy.");
            field = value;
        }
    }

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
