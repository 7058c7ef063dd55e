using System.Globalization;

namespace Mirrored;

/// <summary>What is known about a failed native call; made only after one failed.</summary>
/// <param name="Operation">The native call.</param>
/// <param name="Device">The device, if the call concerns one.</param>
/// <param name="Code">The library's number.</param>
/// <param name="Name">The library's name for it.</param>
/// <param name="Description">The library's words.</param>
/// <param name="Advice">What most likely helps.</param>
internal readonly record struct GpuFailure(
    string Operation, DeviceId? Device, int Code, string Name, string Description, string Advice)
{
    /// <summary>Figures or a log that only the caller knows, such as the bytes wanted and free.</summary>
    public string? Detail { get; init; }

    /// <summary>The message of the exception.</summary>
    public override string ToString()
    {
        string place = Device is { } device ? $"{device}: " : "";
        string detail = Detail is null ? "" : $" {Detail}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{place}{Operation} failed with {Name} ({Code}): {Description.TrimEnd('.')}.{detail} {Advice}").TrimEnd();
    }
}
