namespace Mirrored.Keras;

/// <summary>The one place that knows of the console: where progress goes unless the caller names another writer.</summary>
internal static class StandardOutput
{
#pragma warning disable RS0030 // Banned elsewhere so that no output escapes a writer that the caller gave.
    public static TextWriter Writer => Console.Out;

    /// <summary>Where warnings go.</summary>
    public static TextWriter Errors => Console.Error;

    /// <summary>True when lines can be redrawn.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;
#pragma warning restore RS0030
}
