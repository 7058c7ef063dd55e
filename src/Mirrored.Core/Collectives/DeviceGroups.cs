namespace Mirrored;

/// <summary>Which devices are near each other.</summary>
internal static class DeviceGroups
{
    /// <summary>Groups replicas: those on one piece of hardware if any share one, else those that reach each other directly.</summary>
    /// <returns>The numbers of the replicas of each group, in order.</returns>
    public static IReadOnlyList<int[]> Find(IReadOnlyList<Device> devices)
    {
        bool shared = devices.Any(one => devices.Any(other => other != one && one.SharesMemoryWith(other)));
        return Find(devices.Count, (one, other) => shared
            ? devices[one].SharesMemoryWith(devices[other])
            : devices[one].TryReach(devices[other]) && devices[other].TryReach(devices[one]));
    }

    /// <summary>Groups so that within a group everybody is near everybody.</summary>
    public static IReadOnlyList<int[]> Find(int count, Func<int, int, bool> isNear)
    {
        List<List<int>> groups = [];
        for (int i = 0; i < count; i++)
        {
            if (groups.FirstOrDefault(group => group.All(member => isNear(i, member))) is { } found) found.Add(i);
            else groups.Add([i]);
        }

        return [.. groups.Select(group => group.ToArray())];
    }
}
