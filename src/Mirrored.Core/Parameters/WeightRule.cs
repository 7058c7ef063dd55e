namespace Mirrored;

/// <summary>What a weight's penalty and constraint come to, in numbers.</summary>
internal sealed record WeightRule
{
    /// <summary>Neither penalty nor constraint.</summary>
    public static WeightRule None { get; } = new();

    /// <summary>The factor of the sum of magnitudes in the loss.</summary>
    public double L1 { get; init; }

    /// <summary>The factor of the sum of squares in the loss.</summary>
    public double L2 { get; init; }

    /// <summary>What no element may be below; minus infinity for no limit.</summary>
    public double Floor { get; init; } = double.NegativeInfinity;

    /// <summary>What norms it may have; null for any.</summary>
    public NormRange? Norms { get; init; }

    /// <summary>True when the loss has a term for the weight.</summary>
    public bool IsPenalized => L1 != 0 || L2 != 0;
}
