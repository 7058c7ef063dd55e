namespace Mirrored.ScalingModel;

/// <summary>What connects the devices of a node, or the nodes.</summary>
/// <param name="BytesPerSecond">The bus bandwidth that large all-reduces reach, for a whole node.</param>
/// <param name="LowLatencyBytesPerSecond">The same under NCCL's LL protocol, which sends a flag with every word.</param>
/// <param name="RingHop">Seconds for one hop around a ring, under LL and under Simple.</param>
/// <param name="TreeHop">Seconds for one hop along a tree, likewise.</param>
public sealed record Link(
    double BytesPerSecond, double LowLatencyBytesPerSecond, ProtocolSeconds RingHop, ProtocolSeconds TreeHop);
