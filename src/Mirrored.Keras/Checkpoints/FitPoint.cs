namespace Mirrored.Keras;

/// <summary>A place between two steps of a <c>Fit</c>.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Begun">Whether its <see cref="Callback.OnEpochBegin"/> was called.</param>
/// <param name="Step">The steps of it that are done.</param>
/// <param name="DataEpoch">The pass over the data, which decides how it is shuffled.</param>
/// <param name="DataBatch">The batches of that pass that are done.</param>
/// <param name="DataRows">The rows of that pass that are done, over all devices.</param>
internal readonly record struct FitPoint(int Epoch, bool Begun, int Step, int DataEpoch, long DataBatch, long DataRows)
{
    /// <summary>Where the data has to go on.</summary>
    public DatasetPosition Data() => new(DataEpoch, DataBatch);

    /// <summary>The place behind a step.</summary>
    public FitPoint AfterStep(int rows) => this with { Step = Step + 1, DataBatch = DataBatch + 1, DataRows = DataRows + rows };

    /// <summary>The place behind the epoch.</summary>
    public FitPoint AfterEpoch() => this with { Epoch = Epoch + 1, Begun = false, Step = 0 };
}
