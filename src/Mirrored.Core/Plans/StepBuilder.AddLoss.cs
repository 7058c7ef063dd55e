namespace Mirrored;

/// <content>What layers add to the loss.</content>
public sealed partial class StepBuilder
{
    /// <summary>Adds a number of each row to the loss, beside what the model's own loss says: its sum over the global batch,
    /// divided by the rows. Training makes it small, evaluation reports it, prediction leaves it out.</summary>
    /// <param name="perRow"><c>(rows)</c>.</param>
    /// <exception cref="ArgumentException">There is not one number for each row.</exception>
    public void AddLoss(PlanTensor perRow)
    {
        ArgumentNullException.ThrowIfNull(perRow);
        if (perRow.Shape != new Shape(Rows))
            throw new ArgumentException($"A loss has one number for each row: expected ({Rows},), found {perRow}.", nameof(perRow));
        if (Mode == StepMode.Predict) return;
        Accumulate(perRow, sum: 0);
        if (!Training || !_tape.Watches(perRow)) return;
        PlanTensor gradient = Temporary("loss gradient", perRow.Shape);
        Note(new LossGradientOperation { Scale = LossScale.OfStep, Output = gradient });
        _tape.Add(perRow, gradient); // The backward pass starts here, too.
    }
}
