namespace Mirrored.ScalingModel;

/// <summary>How well a job uses many devices, against one of the same kind.</summary>
public static class Efficiency
{
    /// <summary>The same rows for each replica: one device's step time over that of all.</summary>
    public static double Weak(Job job, Cluster cluster, double rows) =>
        TrainingSimulation.Run(job, One(cluster), rows).Step / TrainingSimulation.Run(job, cluster, rows).Step;

    /// <summary>The same rows for all together: how many times as fast as one device.</summary>
    public static double Speedup(Job job, Cluster cluster, double rows) =>
        TrainingSimulation.Run(job, One(cluster), rows).Step
        / TrainingSimulation.Run(job, cluster, rows / cluster.Replicas).Step;

    private static Cluster One(Cluster cluster) => cluster with { Nodes = 1, PerNode = 1 };
}
