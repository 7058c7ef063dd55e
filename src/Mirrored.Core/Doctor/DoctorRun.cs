namespace Mirrored;

/// <summary>Does the checks one after the other, each on a thread of its own and within a limit.</summary>
/// <param name="options">Devices and time limit.</param>
/// <param name="machine">The machine beside its GPUs.</param>
internal sealed class DoctorRun(DoctorOptions options, DoctorMachine machine)
{
    private readonly Dictionary<string, DoctorCheck> _done = [];
    private string? _stuck;

    /// <summary>Results of a process before this one, which are not asked for again.</summary>
    public IReadOnlyList<DoctorCheck> Known { get; init; } = [];

    /// <summary>Hears of each check before it is done.</summary>
    public Action<string>? Begins { get; init; }

    /// <summary>Hears of each result.</summary>
    public required Action<DoctorCheck> Ended { get; init; }

    /// <summary>Ends the run when the process can no longer use GPUs, so that another one may go on.</summary>
    public bool EndsWhenSpent { get; init; }

    /// <summary>True when a check hangs in this process or has lost its GPUs.</summary>
    public bool IsSpent => _stuck is not null || CudaFault.Process.First is not null;

    /// <summary>The processor, then the GPUs; as they are known at the end.</summary>
    public IReadOnlyList<DoctorDevice> Devices => DeviceSurvey.Devices(machine, HasPassed(GpusExamination.Title) && _stuck is null);

    /// <summary>Does the checks; throws nothing that they throw.</summary>
    public void Run()
    {
        foreach (DoctorCheck check in Known) _done.Add(check.Name, check);
        Examinations examinations = new(options, machine, name => _done.GetValueOrDefault(name));
        foreach (Examination examination in examinations.All())
        {
            if (_done.ContainsKey(examination.Name)) continue;
            DoctorCheck check = Blocked(examination) ?? Examine(examination);
            _done.Add(check.Name, check);
            Ended(check);
            if (IsSpent && EndsWhenSpent) return;
        }

        // What a lost GPU holds cannot be freed: the attempt might wait for ever.
        if (!IsSpent) examinations.Dispose();
    }

    /// <summary>True when a check found what others build on.</summary>
    private bool HasPassed(string name) => _done.TryGetValue(name, out DoctorCheck? check) && check.IsThere;

    /// <summary>The result of a check that makes no sense; null when it does.</summary>
    private DoctorCheck? Blocked(Examination examination)
    {
        string? missing = examination.Needs.FirstOrDefault(need => !HasPassed(need));
        string? cause = missing is not null ? $"needs '{missing}'"
            : IsSpent && examination.Needs.Count > 0 ? "this process lost its GPUs in an earlier check"
            : null;
        return cause is null ? null : new DoctorCheck { Name = examination.Name, Status = DoctorStatus.Skipped, Cause = cause };
    }

    private DoctorCheck Examine(Examination examination)
    {
        Begins?.Invoke(examination.Name);
        DoctorCheck? check = null;
        Thread thread = new(() => check = Attempt(examination)) { IsBackground = true, Name = $"Mirrored {examination.Name}" };
        thread.Start();
        if (thread.Join(options.Timeout)) return check!; // Attempt always returns one.
        _stuck = examination.Name;
        return DoctorFailure.Hung(examination.Name, options.Timeout);
    }

    private static DoctorCheck Attempt(Examination examination)
    {
        try
        {
            return examination.Run();
        }
#pragma warning disable CA1031 // Whatever a check throws is what it found.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            return DoctorFailure.Of(examination.Name, cause);
        }
    }
}
