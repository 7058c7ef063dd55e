namespace Mirrored;

/// <summary>Numbers the passes over what is repeated, so that each pass of each epoch shuffles in its own order.</summary>
internal static class Passes
{
    /// <summary>How many numbers an epoch of an endless repeat has to itself.</summary>
    private const int OfEndless = 1 << 20;

    /// <summary>The number of a pass within a repeat.</summary>
    /// <param name="iteration">The number of the pass over the repeat itself.</param>
    /// <param name="times">How often it repeats; negative for ever.</param>
    /// <param name="pass">Which repetition, from 0.</param>
    /// <remarks>Wraps around after 2^32 passes; from there on orders return.</remarks>
    public static int Number(int iteration, long times, long pass) =>
        unchecked((int)((iteration * (times < 0 ? OfEndless : times)) + pass));
}
