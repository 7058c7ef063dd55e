namespace Mirrored.ScalingModel;

/// <summary>What one layer costs a replica in one step.</summary>
/// <param name="Parameters">Its weights.</param>
/// <param name="Forward">Seconds.</param>
/// <param name="Backward">Seconds.</param>
public readonly record struct LayerWork(long Parameters, double Forward, double Backward);
