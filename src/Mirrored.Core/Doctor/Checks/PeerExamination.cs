namespace Mirrored;

/// <summary>Which GPUs can read each other's memory, and what connects them.</summary>
internal sealed class PeerExamination() : Examination("peer access", GpusExamination.Title)
{
    public override DoctorCheck Run()
    {
        IReadOnlyList<PhysicalDevice> gpus = GpuDiscovery.List();
        List<string> lines = [];
        int without = 0;
        for (int i = 0; i < gpus.Count; i++)
        {
            for (int j = i + 1; j < gpus.Count; j++)
            {
                bool can = CudaDeviceQuery.CanAccessPeer(gpus[i].Id, gpus[j].Id)
                    && CudaDeviceQuery.CanAccessPeer(gpus[j].Id, gpus[i].Id);
                without += can ? 0 : 1;
                lines.Add($"{gpus[i].Id} and {gpus[j].Id}: {(can ? "peer access" : "no peer access")}, {Connection(gpus[i], gpus[j])}");
            }
        }

        if (lines.Count == 0) return Ok("one GPU");
        string found = lines.Count == 1 ? lines[0] : $"{lines.Count - without} of {lines.Count} pairs";
        return without == 0 ? Ok(found, lines) : Warning(
            "some GPUs cannot read each other's memory, so their exchange goes through host memory",
            "Usual for GeForce cards and between processors; on other machines boot with iommu=pt and switch off ACS on the PCIe "
            + "bridges, in a virtual machine pass all GPUs of a switch through.",
            found, lines);
    }

    private static string Connection(PhysicalDevice first, PhysicalDevice second)
    {
        if (Nvml.HaveNvLink(first, second)) return "NVLink";
        return Nvml.Topology(first, second) switch
        {
            NvmlTopology.Internal => "same board",
            NvmlTopology.Single => "same PCIe switch (PIX)",
            NvmlTopology.Multiple => "several PCIe switches (PXB)",
            NvmlTopology.HostBridge => "through the processor (PHB)",
            NvmlTopology.Node => "through one NUMA node (NODE)",
            NvmlTopology.System => "between processors (SYS)",
            _ => "connection unknown",
        };
    }
}
