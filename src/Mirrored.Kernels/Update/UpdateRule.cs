using System.Runtime.InteropServices;

namespace Mirrored;

/// <summary>What an optimizer does with each weight: a short list of instructions over numbered registers.</summary>
/// <remarks>Registers in order: the weight, its gradient, its slots; temporaries; numbers of the step
/// (<see cref="StepState.Scalars"/>); constants. Only the first two kinds are written.</remarks>
internal sealed class UpdateRule
{
    public const int MaximumSlots = 6;
    public const int MaximumTemporaries = 12;
    public const int MaximumConstants = 32;
    public const int MaximumInstructions = 64;

    /// <summary>The size of what <see cref="WriteTo"/> writes.</summary>
    public const int ImageBytes = MaximumConstants * sizeof(float) + MaximumInstructions * UpdateInstruction.SizeInBytes;

    /// <summary>The register of the weight.</summary>
    public const int Weight = 0;

    /// <summary>The register of the gradient.</summary>
    public const int Gradient = 1;

    /// <summary>The register of the first slot.</summary>
    public const int FirstSlot = 2;

    /// <summary>Adam's instructions: m and v are slots 0 and 1; a temporary; minus the step size; one minus each beta, epsilon.</summary>
    public static IReadOnlyList<UpdateInstruction> AdamInstructions { get; } =
    [
        new(UpdateCode.Subtract, 4, 1, 2), new(UpdateCode.MultiplyAdd, 2, 4, 6, 2),
        new(UpdateCode.Multiply, 4, 1, 1), new(UpdateCode.Subtract, 4, 4, 3), new(UpdateCode.MultiplyAdd, 3, 4, 7, 3),
        new(UpdateCode.Sqrt, 4, 3), new(UpdateCode.Add, 4, 4, 8), new(UpdateCode.Divide, 4, 2, 4),
        new(UpdateCode.MultiplyAdd, 0, 5, 4, 0),
    ];

    /// <summary>AdamW's: the same until the last, where what decays is part of the change.</summary>
    public static IReadOnlyList<UpdateInstruction> AdamWInstructions { get; } =
    [
        .. AdamInstructions.SkipLast(1),
        new(UpdateCode.Multiply, 4, 5, 4), new(UpdateCode.Decay, 4, 0, 4), new(UpdateCode.Add, 0, 0, 4),
    ];

    /// <summary>The number of slots.</summary>
    public required int Slots { get; init; }

    public required int Temporaries { get; init; }

    /// <summary>The number of numbers that differ from step to step.</summary>
    public required int Scalars { get; init; }

    public required IReadOnlyList<float> Constants { get; init; }

    public required IReadOnlyList<UpdateInstruction> Instructions { get; init; }

    /// <summary>True when devices may use the kernel that they have for Adam and AdamW.</summary>
    public bool IsAdam => Slots == 2 && Temporaries == 1 && Scalars == 1
        && Instructions.SequenceEqual(DecaysItself ? AdamWInstructions : AdamInstructions);

    /// <summary>True when the rule says where a weight decays; else it does before the rule.</summary>
    public bool DecaysItself => Instructions.Any(i => i.Code == UpdateCode.Decay);

    /// <summary>Registers that differ from element to element.</summary>
    public int VectorRegisters => FirstSlot + Slots + Temporaries;

    /// <summary>All registers.</summary>
    public int Registers => VectorRegisters + Scalars + Constants.Count;

    /// <summary>True when a register, the weight's or a slot's, is written.</summary>
    public bool Writes(int register) => Instructions.Any(i => i.Target == register);

    /// <summary>Writes constants and instructions as GPUs read them.</summary>
    public void WriteTo(Span<byte> image)
    {
        MemoryMarshal.AsBytes<float>(Constants.ToArray()).CopyTo(image);
        MemoryMarshal.AsBytes<UpdateInstruction>(Instructions.ToArray()).CopyTo(image[(MaximumConstants * sizeof(float))..]);
    }
}
