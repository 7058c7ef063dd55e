namespace Mirrored.Keras;

/// <summary>What is seldom told to <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c>.</summary>
public sealed record FitOptions
{
    /// <summary>Whether arrays are shuffled anew every epoch; a dataset says so itself. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Where progress is written; null for standard output.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>The clock of the progress line; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Ends the call at the next step when cancelled; the model stays usable.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Makes the progress line of these options.</summary>
    internal ProgressBar Progress(Verbosity verbosity, int steps) =>
        new(Output ?? StandardOutput.Writer, Time, verbosity, Output is null && StandardOutput.IsTerminal, steps);
}
