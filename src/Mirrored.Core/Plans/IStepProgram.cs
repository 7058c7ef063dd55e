namespace Mirrored;

/// <summary>What a model tells the engine about itself: its forward pass, its loss, its update.</summary>
internal interface IStepProgram
{
    /// <summary>The shape of one row of features.</summary>
    Shape InputShape { get; }

    /// <summary>The number of slots that the optimizer keeps per weight.</summary>
    int OptimizerSlots { get; }

    /// <summary>The number of running sums that loss and metrics keep.</summary>
    int Sums { get; }

    /// <summary>Describes forward, loss and metrics; the builder adds backward.</summary>
    void Describe(StepBuilder step, PlanTensor features);

    /// <summary>The operations that update the weights from the reduced gradients.</summary>
    IReadOnlyList<Operation> DescribeUpdate(ParameterLayout layout);

    /// <summary>Fills in the optimizer's numbers of one update.</summary>
    /// <param name="state">Its <see cref="StepState.Step"/> says which.</param>
    void FillState(ref StepState state);
}
