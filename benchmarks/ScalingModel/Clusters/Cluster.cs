namespace Mirrored.ScalingModel;

/// <summary>Some nodes of some devices.</summary>
/// <param name="Nodes">How many nodes.</param>
/// <param name="PerNode">Devices on each.</param>
/// <param name="Device">What they are.</param>
/// <param name="Inside">What connects the devices of a node.</param>
/// <param name="Between">What connects the nodes.</param>
/// <param name="Jitter">How much the time of one replica's step varies: standard deviation over mean.</param>
public sealed record Cluster(int Nodes, int PerNode, Accelerator Device, Link Inside, Link Between, double Jitter)
{
    public int Replicas => Nodes * PerNode;
}
