namespace Mirrored.Cli;

/// <summary>Has the checks done by a child process, so that neither a hang nor a crash of a driver reaches the tool.</summary>
/// <remarks>A child that hangs or dies costs the check that it was at; another one does the rest.</remarks>
/// <param name="options">Devices and time limit.</param>
/// <param name="cancelled">Ends the child and the run.</param>
internal sealed class DoctorParent(DoctorOptions options, CancellationToken cancelled)
{
    /// <summary>What a check may take longer than its limit, which the child itself sees to, before the child counts as hung;
    /// also what its start may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly List<DoctorCheck> _checks = [];
    private IReadOnlyList<DoctorDevice> _devices = [];

    /// <summary>Hears of each result as it comes.</summary>
    public required Action<DoctorCheck> Ended { get; init; }

    /// <summary>Does all checks.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public DoctorReport Run()
    {
        while (RunChild())
        {
            // Each round ends with at least one more result, so they come to an end.
        }

        return new DoctorReport { Checks = _checks, Devices = _devices };
    }

    /// <summary>Runs one child.</summary>
    /// <returns>True when checks may be left to do.</returns>
    private bool RunChild()
    {
        using ChildProcess child = ChildProcess.Start(DoctorChild.Name);
        string[]? devices = options.Devices?.Select(device => device.ToString()).ToArray();
        child.Send(DoctorJson.Line(new DoctorOrder(devices, options.Timeout.TotalSeconds, _checks)));
        string at = "start";
        while (true)
        {
            if (!child.TryRead(options.Timeout + Grace, cancelled, out string? line))
                return Lose(DoctorFailure.Hung(at, options.Timeout));
            if (line is null) return Lose(DoctorFailure.Crashed(at, child.End(), child.LastWords()));
            if (!line.StartsWith(DoctorChild.Mark, StringComparison.Ordinal)) continue;
            DoctorEvent told = DoctorJson.ReadEvent(line[DoctorChild.Mark.Length..]);
            if (told.IsSpent) return true;
            if (told.Devices is not null) _devices = told.Devices;
            if (told.Devices is not null) return false;
            at = told.Begins ?? at;
            if (told.Ended is { } check) Add(check);
        }
    }

    /// <summary>Notes what the child's end has cost; without a check to blame the next child would end the same way.</summary>
    private bool Lose(DoctorCheck check)
    {
        bool isNew = _checks.All(known => known.Name != check.Name);
        if (isNew) Add(check);
        return isNew && check.Name != "start";
    }

    private void Add(DoctorCheck check)
    {
        _checks.Add(check);
        Ended(check);
    }
}
