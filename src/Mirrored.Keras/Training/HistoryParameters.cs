namespace Mirrored.Keras;

/// <summary>How a training run was asked for, as Keras's <c>history.params</c>.</summary>
/// <param name="Verbose">How much it printed.</param>
/// <param name="Epochs">The index behind the last epoch, as given to <c>Fit</c>.</param>
/// <param name="Steps">The number of steps of an epoch; null when the data does not tell.</param>
public sealed record HistoryParameters(Verbosity Verbose, int Epochs, int? Steps)
{
    /// <summary>Whether training goes on from a checkpoint of <see cref="BackupAndRestore"/>; known from
    /// <see cref="Callback.OnTrainBegin"/> on.</summary>
    public bool IsResumed { get; internal set; }
}
