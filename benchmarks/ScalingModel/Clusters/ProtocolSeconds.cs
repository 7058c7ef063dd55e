namespace Mirrored.ScalingModel;

/// <summary>A latency under NCCL's two main protocols: LL for small messages, Simple for large ones.</summary>
public readonly record struct ProtocolSeconds(double LowLatency, double Simple);
