namespace Mirrored.Keras;

public sealed partial class Sequential
{
    /// <summary>As <c>Fit</c> on a dataset, on a thread of its own.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <param name="epochs">The number behind the last epoch.</param>
    /// <param name="validationData">Evaluated after every epoch.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="callbacks">What is called at every epoch and step, on that thread.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends training at the next step; the model stays usable.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<History> FitAsync(
        Dataset<Batch> dataset, int epochs = 1, ValidationData? validationData = null, Verbosity verbose = Verbosity.Auto,
        IReadOnlyList<Callback>? callbacks = null, FitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return await OnThreadOfItsOwn(
            o => Fit(dataset, epochs, validationData, verbose, callbacks, o), options ?? new FitOptions(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>As <c>Fit</c> on arrays, on a thread of its own.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in the global batch, over all replicas.</param>
    /// <param name="epochs">The number behind the last epoch.</param>
    /// <param name="validationData">Evaluated after every epoch.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="callbacks">What is called at every epoch and step, on that thread.</param>
    /// <param name="validationSplit">The fraction of the rows, in [0, 1), that is evaluated instead of trained on.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends training at the next step; the model stays usable.</param>
    /// <returns>Loss and metrics of every epoch.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<History> FitAsync(
        NDArray<float> x, NDArray y, int? batchSize = null, int epochs = 1, ValidationData? validationData = null,
        Verbosity verbose = Verbosity.Auto, IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0,
        FitOptions? options = null, CancellationToken cancellationToken = default) =>
        await OnThreadOfItsOwn(
            o => Fit(x, y, batchSize, epochs, validationData, verbose, callbacks, validationSplit, o), options ?? new FitOptions(),
            cancellationToken).ConfigureAwait(false);

    /// <summary>As <c>Evaluate</c> on a dataset, on a thread of its own.</summary>
    /// <param name="dataset">Batches of features and labels.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch, on that thread.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends the evaluation at the next batch.</param>
    /// <returns>Loss, then metrics.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<EvaluationResult> EvaluateAsync(
        Dataset<Batch> dataset, Verbosity verbose = Verbosity.Auto, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return await OnThreadOfItsOwn(
            o => Evaluate(dataset, verbose, steps, callbacks, o), options ?? new RunOptions(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <c>Evaluate</c> on arrays, on a thread of its own.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="y">The labels, <c>(rows)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch, on that thread.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends the evaluation at the next batch.</param>
    /// <returns>Loss, then metrics.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<EvaluationResult> EvaluateAsync(
        NDArray<float> x, NDArray y, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        await OnThreadOfItsOwn(
            o => Evaluate(x, y, batchSize, verbose, steps, callbacks, o), options ?? new RunOptions(), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>As <c>Predict</c> on an array, on a thread of its own.</summary>
    /// <param name="x">The features, <c>(rows, ...)</c>.</param>
    /// <param name="batchSize">Rows in a batch; the result does not depend on it.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch, on that thread.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends the prediction at the next batch.</param>
    /// <returns>The outputs, in the order of the rows.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<NDArray<float>> PredictAsync(
        NDArray<float> x, int batchSize = DefaultEvaluationBatchSize, Verbosity verbose = Verbosity.Auto, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        await OnThreadOfItsOwn(
            o => Predict(x, batchSize, verbose, steps, callbacks, o), options ?? new RunOptions(), cancellationToken).ConfigureAwait(false);

    /// <summary>As <c>Predict</c> on a dataset, on a thread of its own.</summary>
    /// <param name="dataset">Batches of features; labels are ignored.</param>
    /// <param name="verbose">How much to print.</param>
    /// <param name="steps">How many batches to take; null for all.</param>
    /// <param name="callbacks">What is called at every batch, on that thread.</param>
    /// <param name="options">What is seldom told; its token counts too.</param>
    /// <param name="cancellationToken">Ends the prediction at the next batch.</param>
    /// <returns>The outputs, in the order in which the dataset gives the rows.</returns>
    /// <exception cref="OperationCanceledException">A token was cancelled.</exception>
    public async Task<NDArray<float>> PredictAsync(
        Dataset<Batch> dataset, Verbosity verbose = Verbosity.Auto, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return await OnThreadOfItsOwn(
            o => Predict(dataset, verbose, steps, callbacks, o), options ?? new RunOptions(), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<TResult> OnThreadOfItsOwn<TOptions, TResult>(
        Func<TOptions, TResult> call, TOptions options, CancellationToken cancellationToken)
        where TOptions : RunOptions
    {
        using CancellationTokenSource both =
            CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, cancellationToken);
        TOptions linked = (TOptions)(options with { CancellationToken = both.Token });
        try
        {
            return await Task.Factory.StartNew(
                () => call(linked), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (OperationCanceledException end) when (end.CancellationToken == both.Token)
        {
            // The caller knows its own tokens, not the one made of them.
            CancellationToken known = cancellationToken.IsCancellationRequested ? cancellationToken : options.CancellationToken;
            throw new OperationCanceledException(end.Message, end, known);
        }
    }
}
