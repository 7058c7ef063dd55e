namespace Mirrored.ScalingModel;

/// <summary>All tables of docs/scaling.md, the same at every run.</summary>
public static class ScalingReport
{
    private static readonly int[] Gpus = [1, 2, 4, 8];
    private static readonly int[] Nodes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    /// <summary>Writes the tables.</summary>
    public static void Write(TextWriter output)
    {
        Checks(output);
        Strong(output, "MNIST on H100 with NVLink: the batch is shared", Jobs.Mnist, Machines.H100, [1024, 8192, 65_536]);
        Strong(output, "MNIST on PCIe 4: the batch is shared", Jobs.Mnist, (_, n) => Machines.Pcie(n), [1024, 8192, 65_536]);
        Weak(output, "8 x 8192 on H100, 8192 rows a GPU", Jobs.Large, 8192, Gpus.Select(n => Machines.H100(1, n)));
        Weak(output, "8 x 8192 on nodes of 8 H100, 8192 rows a GPU", Jobs.Large, 8192, Nodes.Select(n => Machines.H100(n, 8)));
        Weak(output, "MNIST on nodes of 8 H100, 1024 rows a GPU", Jobs.Mnist, 1024, Nodes.Select(n => Machines.H100(n, 8)));
        Levers(output);
    }

    private static void Checks(TextWriter output)
    {
        output.WriteLine("### Against published figures");
        output.WriteLine();
        Table table = new("what", "source", "published", "model", "off by");
        foreach (Check check in PublishedChecks.All())
        {
            table.Add(
                $"{check.What}", $"{check.Source}", $"{check.Published:F1} {check.Unit}", $"{check.Model:F1} {check.Unit}",
                $"{check.Error:+0%;-0%}");
        }

        table.Write(output);
    }

    private static void Strong(TextWriter output, string title, Job job, Func<int, int, Cluster> machine, int[] batches)
    {
        output.WriteLine($"### {title}");
        output.WriteLine();
        Table table = new("global batch", "GPUs", "step, us", "of it exposed", "speed-up");
        foreach (int batch in batches)
        {
            foreach (int gpus in Gpus)
            {
                Cluster cluster = machine(1, gpus);
                StepTimes times = TrainingSimulation.Run(job, cluster, (double)batch / gpus);
                table.Add(
                    $"{batch}", $"{gpus}", $"{times.Step * 1e6:F1}", $"{times.Exposed / times.Step:P0}",
                    $"{Efficiency.Speedup(job, cluster, batch):F2}");
            }
        }

        table.Write(output);
    }

    private static void Weak(TextWriter output, string title, Job job, double rows, IEnumerable<Cluster> clusters)
    {
        output.WriteLine($"### {title}");
        output.WriteLine();
        Table table = new("GPUs", "step, ms", "of it exposed", "efficiency");
        foreach (Cluster cluster in clusters)
        {
            StepTimes times = TrainingSimulation.Run(job, cluster, rows);
            table.Add(
                $"{cluster.Replicas}", $"{times.Step * 1e3:F3}", $"{times.Exposed / times.Step:P0}",
                $"{Efficiency.Weak(job, cluster, rows):P0}");
        }

        table.Write(output);
    }

    private static void Levers(TextWriter output)
    {
        output.WriteLine("### Which lever moves it: weak-scaling efficiency after each change");
        output.WriteLine();
        Table table = new(["job", "GPUs", "as it is", .. Lever.All.Select(l => l.Name)]);
        foreach ((Job job, double rows) in new[] { (Jobs.Mnist, 1024.0), (Jobs.Large, 1024.0), (Jobs.Large, 8192.0) })
        {
            foreach (Cluster cluster in new[] { Machines.H100(1, 8), Machines.H100(16, 8), Machines.H100(1024, 8) })
            {
                table.Add(
                [
                    $"{job.Name}, {rows:F0} rows", $"{cluster.Replicas}", $"{Efficiency.Weak(job, cluster, rows):P0}",
                    .. Lever.All.Select(l => (FormattableString)$"{l.Apply(job, cluster, rows):P0}"),
                ]);
            }
        }

        table.Write(output);
    }
}
