namespace Mirrored;

/// <summary>One check, before it is done.</summary>
/// <param name="name">The check's name.</param>
/// <param name="needs">The names of checks that must not have failed or been skipped before this one makes sense.</param>
internal abstract class Examination(string name, params IReadOnlyList<string> needs)
{
    public string Name => name;

    public IReadOnlyList<string> Needs => needs;

    /// <summary>Does the check. Whatever it throws counts as a failure.</summary>
    public abstract DoctorCheck Run();

    protected DoctorCheck Ok(string found, params IReadOnlyList<string> details) =>
        new() { Name = name, Status = DoctorStatus.Ok, Found = found, Details = details };

    protected DoctorCheck Warning(string cause, string? cure, string found = "", params IReadOnlyList<string> details) =>
        new() { Name = name, Status = DoctorStatus.Warning, Cause = cause, Cure = cure, Found = found, Details = details };

    protected DoctorCheck Failed(string cause, string cure, string found = "", params IReadOnlyList<string> details) =>
        new() { Name = name, Status = DoctorStatus.Failed, Cause = cause, Cure = cure, Found = found, Details = details };

    protected DoctorCheck Skipped(string cause) => new() { Name = name, Status = DoctorStatus.Skipped, Cause = cause };
}
