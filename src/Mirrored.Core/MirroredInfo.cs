using System.Reflection;

namespace Mirrored;

/// <summary>What this library is.</summary>
public static class MirroredInfo
{
    /// <summary>The version, such as <c>0.1</c>.</summary>
    public static string Version { get; } = typeof(MirroredInfo).Assembly.GetName().Version?.ToString(2) ?? "0.0";
}
