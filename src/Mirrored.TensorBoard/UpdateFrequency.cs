namespace Mirrored.Keras;

/// <summary>How often <see cref="TensorBoard"/> writes: <c>"epoch"</c>, <c>"batch"</c> or a number of steps converts to one.</summary>
public readonly record struct UpdateFrequency
{
    private UpdateFrequency(int? steps) => Steps = steps;

    /// <summary>After every epoch only; training waits for nothing that it would not have waited for.</summary>
    public static UpdateFrequency Epoch => default;

    /// <summary>After every step, too: each then waits for the devices, as steps otherwise do not.</summary>
    public static UpdateFrequency Batch => new(1);

    /// <summary>The number of training steps between two values; null for epochs only.</summary>
    public int? Steps { get; }

    /// <summary>After every so many steps, too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static implicit operator UpdateFrequency(int steps) => Every(steps);

    /// <summary><c>"epoch"</c> or <c>"batch"</c>.</summary>
    /// <exception cref="ArgumentException">It is another text.</exception>
    public static implicit operator UpdateFrequency(string name) => FromString(name);

    /// <summary>After every so many steps, too.</summary>
    /// <param name="steps">The number of training steps, counted since the model was compiled.</param>
    /// <returns>The frequency.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static UpdateFrequency Every(int steps) => steps > 0
        ? new(steps)
        : throw new ArgumentOutOfRangeException(nameof(steps), steps, "Expected a positive number of steps.");

    /// <summary>The frequency of a name.</summary>
    /// <param name="name"><c>"epoch"</c> or <c>"batch"</c>.</param>
    /// <returns>The frequency.</returns>
    /// <exception cref="ArgumentException">It is another text.</exception>
    public static UpdateFrequency FromString(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "epoch" => Epoch,
            "batch" => Batch,
            _ => throw new ArgumentException($"Unknown frequency '{name}'. Valid: 'epoch', 'batch', or a number of steps.", nameof(name)),
        };
    }

    /// <summary>As it would be written.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Steps switch { null => "epoch", 1 => "batch", { } steps => $"{steps}" };
}
