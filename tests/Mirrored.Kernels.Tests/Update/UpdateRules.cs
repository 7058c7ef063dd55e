namespace Mirrored;

/// <summary>Rules to try the update kernels with.</summary>
internal static class UpdateRules
{
    public const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f;

    /// <summary>Adam, for which devices have kernels of their own.</summary>
    public static UpdateRule Adam { get; } = new()
    {
        Slots = 2, Temporaries = 1, Scalars = 1, Constants = [1 - Beta1, 1 - Beta2, Epsilon],
        Instructions = UpdateRule.AdamInstructions,
    };

    /// <summary>The same with an instruction that does nothing, so that no device has a kernel of its own for it.</summary>
    public static UpdateRule AdamByInstructions { get; } = new()
    {
        Slots = 2, Temporaries = 1, Scalars = 1, Constants = Adam.Constants,
        Instructions = [.. UpdateRule.AdamInstructions, new(UpdateCode.Copy, 0, 0)],
    };

    /// <summary>AdamW, for which they have, too.</summary>
    public static UpdateRule AdamW { get; } = new()
    {
        Slots = 2, Temporaries = 1, Scalars = 1, Constants = Adam.Constants, Instructions = UpdateRule.AdamWInstructions,
    };

    /// <summary>The same with an instruction that does nothing.</summary>
    public static UpdateRule AdamWByInstructions { get; } = new()
    {
        Slots = 2, Temporaries = 1, Scalars = 1, Constants = Adam.Constants,
        Instructions = [.. UpdateRule.AdamWInstructions, new(UpdateCode.Copy, 0, 0)],
    };

    /// <summary>Gradient descent whose weight decays in the same rounding.</summary>
    public static UpdateRule DecayedDescent { get; } = new()
    {
        Slots = 0, Temporaries = 1, Scalars = 1, Constants = [],
        Instructions = [new(UpdateCode.Multiply, 2, 1, 3), new(UpdateCode.Decay, 2, 0, 2), new(UpdateCode.Add, 0, 0, 2)],
    };

    /// <summary>Every instruction, all kinds of registers, the most slots and scalars; the third slot is only read.</summary>
    public static UpdateRule Everything { get; } = new()
    {
        Slots = UpdateRule.MaximumSlots, Temporaries = 3, Scalars = StepScalars.Count, Constants = [0.25f, -3, 0.5f],
        Instructions =
        [
            new(UpdateCode.Copy, 8, 1), new(UpdateCode.Add, 9, 8, 2), new(UpdateCode.Subtract, 10, 9, 3),
            new(UpdateCode.Multiply, 2, 10, 11), new(UpdateCode.Divide, 3, 9, 4), new(UpdateCode.MultiplyAdd, 8, 3, 27, 26),
            new(UpdateCode.Multiply, 9, 8, 8), new(UpdateCode.Sqrt, 5, 9), new(UpdateCode.Maximum, 6, 10, 29),
            new(UpdateCode.Minimum, 7, 10, 28), new(UpdateCode.Sign, 10, 10), new(UpdateCode.MultiplyAdd, 0, 10, 12, 0),
        ],
    };

    /// <summary>What an instruction gives for one element; of Decay <paramref name="c"/> is what multiplies.</summary>
    public static float Apply(UpdateCode code, float a, float b, float c) => code switch
    {
        UpdateCode.Copy => a,
        UpdateCode.Add => a + b,
        UpdateCode.Subtract => a - b,
        UpdateCode.Multiply => a * b,
        UpdateCode.Divide => a / b,
        UpdateCode.MultiplyAdd => MathF.FusedMultiplyAdd(a, b, c),
        UpdateCode.Sqrt => MathF.Sqrt(a),
        UpdateCode.Maximum => a > b ? a : b,
        UpdateCode.Minimum => b > a ? a : b,
        UpdateCode.Decay => MathF.FusedMultiplyAdd(c, a, b),
        UpdateCode.Sign => float.IsNaN(a) || a == 0 ? a : MathF.Sign(a),
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };

    /// <summary>A gradient with its penalty's, limited.</summary>
    public static float Gradient(float g, float w, in Segment segment, float clipValue)
    {
        if (segment.TwiceL2 != 0) g = MathF.FusedMultiplyAdd(segment.TwiceL2, w, g);
        if (segment.L1 != 0) g = MathF.FusedMultiplyAdd(segment.L1, Apply(UpdateCode.Sign, w, 0, 0), g);
        return g > clipValue ? clipValue : g < -clipValue ? -clipValue : g;
    }
}
