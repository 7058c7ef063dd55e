namespace Mirrored;

/// <summary>What a device remembers of gradients that were not finite: 64-bit words in its memory, zero at first.</summary>
/// <remarks><code>
/// | step found last | steps skipped | for each segment the step at which it was found last ... | the same for the loss |
/// </code></remarks>
internal static class NonFiniteRecord
{
    /// <summary>The word that holds the number of the step.</summary>
    public const int Step = 0;

    /// <summary>The word that counts skipped steps, see <see cref="RestoreSumsOperation"/>.</summary>
    public const int Skipped = 1;

    /// <summary>The word of the first segment.</summary>
    public const int FirstSegment = 2;

    /// <summary>The words of a record for so many segments.</summary>
    public static int Words(int segments) => FirstSegment + segments + 1;
}
