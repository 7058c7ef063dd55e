using System.Reflection;

namespace Mirrored.Campaigns;

/// <summary>The branches that an instrumented parser took, and those that any input took before.</summary>
/// <remarks>SharpFuzz counts pairs of branches in 64 KiB. Counts are compared by magnitude, as AFL does: once, twice, three times, up to
/// 7, 15, 31, 127, more.</remarks>
internal sealed unsafe class CoverageMap
{
    private const int Size = 1 << 16;

    // For ever: finalizers of instrumented types may run at any time.
    private static readonly byte[] Counts = GC.AllocateArray<byte>(Size, pinned: true);

    // By reflection: an assembly that names it cannot be instrumented, and this one holds the planted fault.
    private static readonly FieldInfo Previous = Field("PrevLocation");
    private static readonly object Nowhere = 0;

    private readonly byte[] _seen = new byte[Size];

    public CoverageMap()
    {
        fixed (byte* counts = Counts) Field("SharedMem").SetValue(null, Pointer.Box(counts, typeof(byte*))); // Pinned anyway.
        Clear();
    }

    /// <summary>The pairs of branches seen so far.</summary>
    public int Covered { get; private set; }

    /// <summary>Forgets the last input's branches.</summary>
    public static void Clear()
    {
        Counts.AsSpan().Clear();
        Previous.SetValue(null, Nowhere);
    }

    /// <summary>Adds the last input's branches.</summary>
    /// <returns>True if there are new ones, or an old one another number of times.</returns>
    public bool Note()
    {
        bool isNew = false;
        ReadOnlySpan<byte> counts = Counts;
        for (int at = counts.IndexOfAnyExcept((byte)0); at >= 0 && at < Size;)
        {
            byte magnitude = Magnitude(counts[at]);
            if ((_seen[at] & magnitude) == 0)
            {
                isNew = true;
                Covered += _seen[at] == 0 ? 1 : 0;
                _seen[at] |= magnitude;
            }

            int next = counts[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? Size : at + 1 + next;
        }

        return isNew;
    }

    private static FieldInfo Field(string name) =>
        Type.GetType("SharpFuzz.Common.Trace, SharpFuzz.Common", throwOnError: true)!.GetField(name)!; // Public fields of SharpFuzz's.

    private static byte Magnitude(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
