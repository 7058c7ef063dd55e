namespace Mirrored.Samples.Mnist;

/// <summary>What came of training.</summary>
/// <param name="History">Losses, metrics and times of the epochs.</param>
/// <param name="Timer">How long each epoch of this process took.</param>
/// <param name="StepsAnEpoch">The number of batches in an epoch.</param>
/// <param name="ResumedFromStep">How many steps were done before, in the checkpoint that training went on from.</param>
/// <param name="Trained">How long training took.</param>
/// <param name="Rows">The number of training images.</param>
internal sealed record TrainingRun(
    History History, EpochTimer Timer, long StepsAnEpoch, long ResumedFromStep, TimeSpan Trained, int Rows);
