namespace Mirrored;

/// <summary>The gradient of <see cref="EpilogueOperation"/> with respect to its input.</summary>
/// <remarks><c>inputGradient = outputGradient * mask * scale * activation'(output)</c>. Without dropout the activation's
/// derivative comes from the output. ReLU with dropout needs no draw: a positive output says kept and active.
/// Linear with dropout draws the mask again. Sigmoid or tanh together with dropout is refused: the plan keeps them apart.
/// May work in place on the gradient.</remarks>
internal sealed class EpilogueGradientOperation : RowOperation
{
    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor OutputGradient { get; init; }

    /// <summary>What the forward operation wrote, <c>(rows, n)</c>; null where it is not needed (linear).</summary>
    public PlanTensor? Output { get; init; }

    public Activation Activation { get; init; }

    public DropoutMask? Dropout { get; init; }

    /// <summary><c>(rows, n)</c>.</summary>
    public required PlanTensor InputGradient { get; init; }

    public override int Rows => InputGradient.Rows;

    public override IReadOnlyList<PlanTensor> Reads => Output is null ? [OutputGradient] : [OutputGradient, Output];

    public override IReadOnlyList<PlanTensor> Writes => [InputGradient];
}
