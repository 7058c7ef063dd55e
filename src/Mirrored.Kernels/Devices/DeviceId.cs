using System.Globalization;

namespace Mirrored;

/// <summary>The name of a device: its kind and number, printed as <c>GPU:0</c>.</summary>
/// <remarks>Every form that TensorFlow accepts parses: <c>GPU:0</c>, <c>/gpu:0</c>, <c>/device:GPU:0</c>,
/// <c>/job:localhost/replica:0/task:0/device:GPU:0</c>.</remarks>
public readonly record struct DeviceId
{
    /// <summary>Names the device of a kind and number.</summary>
    /// <param name="kind">The kind of device.</param>
    /// <param name="index">Its number among the visible devices of that kind, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public DeviceId(DeviceKind kind, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Kind = kind;
        Index = index;
    }

    /// <summary>The kind of device.</summary>
    public DeviceKind Kind { get; }

    /// <summary>The number among the visible devices of that kind, from 0.</summary>
    public int Index { get; }

    /// <summary>Names the device that a text such as <c>"GPU:0"</c> stands for.</summary>
    /// <exception cref="ArgumentException">The text is not a device name.</exception>
    public static implicit operator DeviceId(string name) => Parse(name);

    /// <summary>Reads a device name.</summary>
    /// <param name="name">For example <c>GPU:0</c> or <c>/device:CPU:1</c>; letters in either case.</param>
    /// <returns>The device's name.</returns>
    /// <exception cref="ArgumentException">The text is not a device name.</exception>
    public static DeviceId Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name[(name.LastIndexOf('/') + 1)..].Split(':');
        if (parts.Length == 3 && parts[0].Equals("device", StringComparison.OrdinalIgnoreCase)) parts = parts[1..];
        if (parts.Length == 2
            && Enum.TryParse(parts[0], ignoreCase: true, out DeviceKind kind) && Enum.IsDefined(kind)
            && !char.IsAsciiDigit(parts[0].FirstOrDefault())
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return new DeviceId(kind, index);
        throw new ArgumentException(
            $"'{name}' is not a device name. Expected a kind and a number, such as \"GPU:0\" or \"CPU:1\".", nameof(name));
    }

    /// <summary>The short name, such as <c>GPU:0</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Kind == DeviceKind.Gpu ? "GPU" : "CPU")}:{Index}");
}
