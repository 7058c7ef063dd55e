namespace Mirrored;

/// <summary>All step plans of a model, described once each and shared by its replicas.</summary>
internal sealed class PlanLibrary
{
    private readonly Dictionary<PlanKey, PlanDescription> _plans = [];
    private readonly Lock _lock = new();

    public PlanLibrary(IStepProgram program, ParameterLayout layout, IReadOnlyList<Bucket> buckets, ulong seed)
    {
        Program = program;
        Layout = layout;
        Buckets = buckets;
        Seed = seed;
    }

    public IStepProgram Program { get; }

    public ParameterLayout Layout { get; }

    public IReadOnlyList<Bucket> Buckets { get; }

    /// <summary>The seed of what plans draw.</summary>
    public ulong Seed { get; }

    /// <summary>The plan of a key; described the first time that any replica asks.</summary>
    public PlanDescription Find(PlanKey key)
    {
        lock (_lock)
        {
            if (!_plans.TryGetValue(key, out PlanDescription? plan))
                _plans.Add(key, plan = PlanDescription.Create(Program, key, Layout, Buckets, Seed));
            return plan;
        }
    }

    /// <summary>Forgets all plans, because the program has changed.</summary>
    public void Clear()
    {
        lock (_lock) _plans.Clear();
    }
}
