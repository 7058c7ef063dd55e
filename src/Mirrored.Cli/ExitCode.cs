namespace Mirrored.Cli;

/// <summary>What the tool ends with, as the sample does.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something failed; of the doctor: something is broken.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int BadInput = 2;

    /// <summary>A GPU does not answer, or is lost.</summary>
    public const int DeviceLost = 77;

    /// <summary>Ended by Ctrl-C: 128 and the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;
}
