namespace Mirrored;

/// <summary>What a model tells the engine about itself: its forward pass, its loss, its update.</summary>
internal interface IStepProgram
{
    /// <summary>The shape of one row of features.</summary>
    Shape InputShape { get; }

    /// <summary>How weights change; null when the model is not compiled.</summary>
    ModelUpdate? Update { get; }

    /// <summary>The number of running sums that loss and metrics keep.</summary>
    int Sums { get; }

    /// <summary>Describes forward, loss and metrics; the builder adds backward.</summary>
    void Describe(StepBuilder step, PlanTensor features);

    /// <summary>Describes forward alone, for a custom loop.</summary>
    /// <returns>The predictions.</returns>
    PlanTensor Forward(StepBuilder step, PlanTensor features) =>
        throw new NotSupportedException($"{GetType().Name} cannot be used in a custom loop.");

    /// <summary>What gradients of rows are multiplied by: one over the rows of the global batch for a mean, 1 for a sum.</summary>
    /// <param name="rows">The rows of the global batch.</param>
    float GradientScale(int rows) => 1f / rows;

    /// <summary>The learning rate of the update that comes next.</summary>
    /// <param name="iterations">The number of updates before it.</param>
    double LearningRate(long iterations);
}
