namespace Mirrored.Keras;

/// <summary>What is seldom told to <c>Evaluate</c> and <c>Predict</c>: where progress goes, and when to stop.</summary>
public record RunOptions
{
    /// <summary>Where progress is written; null for standard output, warnings then go to standard error.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>The clock of the progress line; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How much each row counts in the loss and in <see cref="Sequential.WeightedMetrics"/>: <c>(rows)</c> or <c>(rows, 1)</c>,
    /// one for each row of the arrays that are trained on or evaluated; null for 1. The loss of a batch is still divided by its
    /// number of rows, weighted metrics by the sum of weights. Prediction ignores it.</summary>
    public NDArray<float>? SampleWeight { get; init; }

    /// <summary>Ends the call at the next step when cancelled; the model stays usable.</summary>
    public CancellationToken CancellationToken { get; init; }

    internal TextWriter Writer => Output ?? StandardOutput.Writer;

    internal TextWriter WarningWriter => Output ?? StandardOutput.Errors;

    /// <summary>Makes the progress line of these options.</summary>
    internal ProgbarLogger Progress(Verbosity verbosity, int? steps) =>
        new(new ProgressBar(Writer, Time, verbosity, Output is null && StandardOutput.IsTerminal, steps));

    /// <summary>Tells of something that is likely a mistake, however silent the call is.</summary>
    internal void Warn(string message) => WarningWriter.WriteLine($"Warning: {message}");
}
