namespace Mirrored;

/// <summary>A checksum of the bits of a float32 tensor: the sum, modulo 2^64, of <c>mix(bits_i, i)</c> over all elements.</summary>
/// <remarks><c>mix</c> is one to one in the bits of an element: <c>h = bits xor i 9E3779B97F4A7C15h; h ^= h >> 32;
/// h *= D6E8FEB86659FD93h; h ^= h >> 32</c>, so one changed element always changes the sum. Integers are added, so the order
/// does not matter: the output is <see cref="Parts"/> partial sums, which the reader adds up.</remarks>
internal sealed class ChecksumOperation : Operation
{
    /// <summary>The number of partial sums.</summary>
    public const int Parts = 32;

    public required PlanTensor Input { get; init; }

    /// <summary>The address of <see cref="Parts"/> 64-bit words.</summary>
    public required nint Output { get; init; }

    public override IReadOnlyList<PlanTensor> Reads => [Input];

    public override IReadOnlyList<PlanTensor> Writes => [];

    /// <summary>What element <paramref name="i"/> adds to the sum.</summary>
    public static ulong Mix(uint bits, long i)
    {
        ulong h = bits ^ ((ulong)i * 0x9E3779B97F4A7C15);
        h ^= h >> 32;
        h *= 0xD6E8FEB86659FD93;
        return h ^ (h >> 32);
    }
}
