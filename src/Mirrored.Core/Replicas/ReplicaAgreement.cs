namespace Mirrored;

/// <summary>Compares what replicas say of their weights with what most of them say.</summary>
internal static class ReplicaAgreement
{
    /// <summary>Returns when all agree.</summary>
    /// <param name="replicas">Each replica's device and weights, in order.</param>
    /// <param name="when">What the message says of the moment, such as "at the start".</param>
    /// <exception cref="ReplicaMismatchException">They do not; the first difference is named.</exception>
    public static void Check(IReadOnlyList<(DeviceId Device, WeightDigest[] Weights)> replicas, string when)
    {
        (DeviceId firstDevice, WeightDigest[] first) = Majority(replicas);
        foreach ((DeviceId device, WeightDigest[] weights) in replicas)
        {
            for (int i = 0; i < Math.Max(first.Length, weights.Length); i++)
            {
                string? difference = i >= first.Length ? $"has a weight more, {weights[i].Name}"
                    : i >= weights.Length ? $"lacks the weight {first[i].Name}"
                    : Difference(first[i], weights[i]);
                if (difference is not null)
                    throw new ReplicaMismatchException(
                        device, i < first.Length ? first[i].Name : weights[i].Name, $"{when} {device} {difference} (compared with {firstDevice})");
            }
        }
    }

    /// <summary>The replica that most agree with, and the first of those: where one of three differs, it is that one.</summary>
    private static (DeviceId Device, WeightDigest[] Weights) Majority(IReadOnlyList<(DeviceId Device, WeightDigest[] Weights)> replicas) =>
        replicas.MaxBy(replica => replicas.Count(other => other.Weights.AsSpan().SequenceEqual(replica.Weights)));

    private static string? Difference(WeightDigest expected, WeightDigest found)
    {
        if (found.Name != expected.Name) return $"has the weight {found.Name} in the place of {expected.Name}";
        if (found.Shape != expected.Shape) return $"holds {found.Name} with the shape {found.Shape} instead of {expected.Shape}";
        return found.Checksum == expected.Checksum ? null : $"holds other numbers in {found.Name}";
    }
}
