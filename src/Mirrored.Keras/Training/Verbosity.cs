namespace Mirrored.Keras;

/// <summary>How much training, evaluation and prediction print; the numbers are Keras's <c>verbose</c>.</summary>
public enum Verbosity
{
    /// <summary>The library chooses: the same as <see cref="ProgressBar"/>.</summary>
    Auto = -1,

    /// <summary>Nothing.</summary>
    Silent = 0,

    /// <summary>A progress bar that is redrawn on a terminal; elsewhere its last state, one line an epoch.</summary>
    ProgressBar = 1,

    /// <summary>One line an epoch, without a bar.</summary>
    OneLine = 2,
}
