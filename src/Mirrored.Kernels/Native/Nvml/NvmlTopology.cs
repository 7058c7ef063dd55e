namespace Mirrored;

/// <summary>The nearest thing that two devices are both connected to, from the fastest way to the slowest.</summary>
internal enum NvmlTopology
{
    /// <summary>The same board.</summary>
    Internal = 0,

    /// <summary>One PCIe switch; nvidia-smi calls it PIX.</summary>
    Single = 10,

    /// <summary>Several PCIe switches; PXB.</summary>
    Multiple = 20,

    /// <summary>The processor's PCIe host bridge; PHB.</summary>
    HostBridge = 30,

    /// <summary>Several host bridges of one NUMA node; NODE.</summary>
    Node = 40,

    /// <summary>The connection between processors; SYS.</summary>
    System = 50,
}
