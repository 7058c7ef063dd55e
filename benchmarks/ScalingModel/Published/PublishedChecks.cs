namespace Mirrored.ScalingModel;

/// <summary>The published figures that this model is held against; nothing in it was fitted to one of them alone.</summary>
public static class PublishedChecks
{
    // From the call on the host to the start on the slowest device, for a collective that is not recorded.
    private const double Launch = 4e-6;

    /// <summary>All checks, in the order of the tables.</summary>
    public static IReadOnlyList<Check> All() =>
    [
        AllReduce(128, 19.2),
        AllReduce(256 << 10, 24.8),
        AllReduce(512 << 10, 25.2),
        AllReduce(1 << 20, 32.4),
        Scaling("2 V100", Jobs.ResNet50, Machines.V100(1, 2), "PyTorch, DDP benchmark", 309.0 / 319),
        Scaling("8 V100", Jobs.ResNet50, Machines.V100(1, 8), "PyTorch, DDP benchmark", 306.0 / 319),
        Scaling("16 V100, 2 nodes", Jobs.ResNet50, Machines.V100(2, 8), "PyTorch, DDP benchmark", 306.0 / 319),
        Scaling("512 P100, 25 Gbit/s", Jobs.InceptionV3, Machines.P100Ethernet(128), "Horovod, benchmarks", 0.90),
        Scaling("128 P100, 25 Gbit/s", Jobs.Vgg16, Machines.P100Ethernet(32), "Horovod, benchmarks", 0.79),
        Scaling("512 P100, 25 Gbit/s", Jobs.Vgg16, Machines.P100Ethernet(128), "Horovod, benchmarks", 0.68),
    ];

    private static Check AllReduce(long bytes, double microseconds) => new(
        $"all-reduce of {bytes:N0} bytes, 8 H100", "Triton-distributed, issue 57", "us", microseconds,
        AllReduceCost.Seconds(bytes, Machines.H100(1, 8), Launch) * 1e6);

    private static Check Scaling(string where, Job job, Cluster cluster, string source, double published) =>
        new($"{job.Name}, {where}", source, "%", published * 100, Efficiency.Weak(job, cluster, rows: 1) * 100);
}
