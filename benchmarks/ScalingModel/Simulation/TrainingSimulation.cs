namespace Mirrored.ScalingModel;

/// <summary>Some steps of data-parallel training, event by event.</summary>
/// <remarks>Every replica computes forward, then backward bucket by bucket. A bucket's all-reduce starts when the last replica has
/// its gradients and the all-reduce before is done; it runs beside the rest of backward. When all are done every replica updates
/// and begins the next step.</remarks>
public sealed class TrainingSimulation
{
    private const int Steps = 20;

    private readonly Timeline _timeline = new();
    private readonly Cluster _cluster;
    private readonly Random _random;
    private readonly IReadOnlyList<Bucket> _buckets;
    private readonly double[] _exchange;
    private readonly double _forward;
    private readonly double _update;
    private readonly int[] _arrived;
    private double _linkFree;
    private int _exchanged;
    private int _step;

    private TrainingSimulation(Job job, Cluster cluster, double rows, double launch, int seed)
    {
        _cluster = cluster;
        _random = new Random(seed);
        IReadOnlyList<LayerWork> layers = job.Layers(cluster.Device, rows);
        _forward = layers.Sum(l => l.Forward);
        _update = job.Update(cluster.Device, cluster.Replicas);
        _buckets = Bucket.Cut(job, layers);
        _exchange = [.. _buckets.Select(b => AllReduceCost.Seconds(b.Weights * job.GradientBytes, cluster, launch))];
        _arrived = new int[_buckets.Count];
    }

    /// <summary>Simulates a job.</summary>
    /// <param name="job">What is trained.</param>
    /// <param name="cluster">On what.</param>
    /// <param name="rows">Rows of one replica in each step.</param>
    /// <param name="launch">Seconds that an all-reduce takes to start on all devices.</param>
    /// <param name="seed">Of the variation between replicas.</param>
    public static StepTimes Run(Job job, Cluster cluster, double rows, double launch = 4e-6, int seed = 1)
    {
        TrainingSimulation simulation = new(job, cluster, rows, launch, seed);
        simulation.BeginStep();
        simulation._timeline.Run();
        double compute = simulation._forward + simulation._buckets.Sum(b => b.Compute);
        double step = simulation._timeline.Now / Steps;
        return new StepTimes(step, compute, step - compute - simulation._update, simulation._update);
    }

    private void BeginStep()
    {
        Array.Clear(_arrived);
        _exchanged = 0;
        for (int replica = 0; replica < _cluster.Replicas; replica++) Compute(Slowness());
    }

    /// <summary>One replica's forward and backward.</summary>
    private void Compute(double slowness)
    {
        double time = _forward;
        for (int i = 0; i < _buckets.Count; i++)
        {
            int bucket = i;
            time += _buckets[i].Compute;
            _timeline.After(time * slowness, () => Arrive(bucket));
        }
    }

    private void Arrive(int bucket)
    {
        if (++_arrived[bucket] < _cluster.Replicas) return;
        _linkFree = Math.Max(_linkFree, _timeline.Now) + _exchange[bucket];
        _timeline.After(_linkFree - _timeline.Now, EndExchange);
    }

    private void EndExchange()
    {
        if (++_exchanged < _buckets.Count) return;
        _timeline.After(_update, EndStep);
    }

    private void EndStep()
    {
        if (++_step < Steps) BeginStep();
    }

    /// <summary>How much longer than the mean one replica takes in one step; normal, never faster than half.</summary>
    private double Slowness()
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return Math.Max(0.5, 1 + (_cluster.Jitter * normal));
    }
}
