using System.Text.Json.Serialization;

namespace Mirrored.Peers;

/// <summary>The middle of some measurements, and their extremes.</summary>
internal readonly record struct Spread([property: JsonIgnore] double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        int middle = ordered.Length / 2;
        double median = ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
        return new Spread(median, ordered[0], ordered[^1]);
    }
}
