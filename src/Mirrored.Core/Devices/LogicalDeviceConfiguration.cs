namespace Mirrored;

/// <summary>How a physical device is used as a logical one. Source: TensorFlow's <c>tf.config.LogicalDeviceConfiguration</c>.
/// </summary>
/// <param name="MemoryLimit">The most megabytes (2^20 bytes) that may be taken of a GPU's memory; null on a CPU.</param>
public sealed record LogicalDeviceConfiguration(long? MemoryLimit = null);
