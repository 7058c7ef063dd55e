namespace Mirrored.ScalingModel;

/// <summary>Machines by their published figures; hop latencies are those that NCCL 2.2x computes with (src/graph/tuning.cc).</summary>
public static class Machines
{
    /// <summary>How much one replica's step varies, standard deviation over mean: the one figure that is assumed, not published.
    /// It is the same for all machines.</summary>
    private const double Jitter = 0.02;

    private static readonly ProtocolSeconds NvlinkRing = new(0.6e-6, 3.4e-6);
    private static readonly ProtocolSeconds NvlinkTree = new(0.6e-6, 4.0e-6);
    private static readonly ProtocolSeconds PcieRing = new(1.0e-6, 5.7e-6);
    private static readonly ProtocolSeconds PcieTree = new(1.0e-6, 6.0e-6);
    private static readonly ProtocolSeconds NetworkRing = new(2.7e-6, 14e-6);
    private static readonly ProtocolSeconds NetworkTree = new(5.0e-6, 14e-6);

    /// <summary>Eight GPUs a node, TF32 at its measured rate, NVLink within; 370 GB/s is what ring all-reduces reach.</summary>
    public static Cluster H100(int nodes, int perNode) => new(
        nodes, perNode, new Accelerator("H100, TF32", 406e12, 3.0e12, 3e-6),
        new Link(370e9, 141e9, NvlinkRing, NvlinkTree), Infiniband400, Jitter);

    /// <summary>The same GPU rate without NVLink: PCIe 4, as in most workstations.</summary>
    public static Cluster Pcie(int perNode) => new(
        1, perNode, new Accelerator("RTX-class, TF32", 80e12, 0.9e12, 3e-6),
        new Link(20e9, 10e9, PcieRing, PcieTree), Infiniband400, Jitter);

    /// <summary>DGX-1 with V100, as in PyTorch's own DDP benchmark.</summary>
    public static Cluster V100(int nodes, int perNode) => new(
        nodes, perNode, new Accelerator("V100", 14e12, 0.8e12, 5e-6),
        new Link(130e9, 39e9, NvlinkRing, NvlinkTree), new Link(42e9, 20e9, NetworkRing, NetworkTree), Jitter);

    /// <summary>Four P100 a node on 25 Gbit/s Ethernet, as in Horovod's published runs.</summary>
    public static Cluster P100Ethernet(int nodes) => new(
        nodes, 4, new Accelerator("P100", 9e12, 0.6e12, 5e-6),
        new Link(10e9, 5e9, PcieRing, PcieTree), new Link(2.8e9, 2.8e9, NetworkRing, NetworkTree), Jitter);

    /// <summary>One 400 Gbit/s port for each of eight GPUs; nine tenths of it used.</summary>
    private static Link Infiniband400 => new(360e9, 19e9, NetworkRing, NetworkTree);
}
