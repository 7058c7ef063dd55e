namespace Mirrored.Samples.Basics;

/// <summary>Made-up data for the programs: points in the plane, and which of three rings around the origin each lies in.</summary>
public static class Rings
{
    /// <summary>The number of rings.</summary>
    public const int Classes = 3;

    /// <summary>Makes points; the same seed gives the same.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Tells one set from another.</param>
    /// <returns>Points, <c>(count, 2)</c>, and rings, <c>(count)</c>.</returns>
    public static (NDArray<float> Points, NDArray<int> Rings) Make(int count, int seed)
    {
        Random random = new(seed);
        float[] points = [.. Enumerable.Range(0, 2 * count).Select(_ => (random.NextSingle() * 2) - 1)];
        int[] rings = [.. points.Chunk(2).Select(p => Math.Min(Classes - 1, (int)(Classes * Math.Sqrt((p[0] * p[0]) + (p[1] * p[1])))))];
        return (new NDArray<float>(points, [count, 2]), new NDArray<int>(rings, count));
    }
}
