namespace Mirrored.Keras;

/// <summary>Which way a monitored value gets better.</summary>
public enum MonitorMode
{
    /// <summary>Up for what looks like an accuracy, down for all else; each callback says what looks like one.</summary>
    Auto,

    /// <summary>Down, as a loss.</summary>
    Min,

    /// <summary>Up, as an accuracy.</summary>
    Max,
}
