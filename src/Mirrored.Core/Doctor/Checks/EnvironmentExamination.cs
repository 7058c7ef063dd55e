namespace Mirrored;

/// <summary>The environment variables that NVIDIA's libraries and Mirrored read.</summary>
internal sealed class EnvironmentExamination(DoctorMachine machine) : Examination("environment")
{
    private const int LineLength = 100;

    public override DoctorCheck Run()
    {
        string[] settings = [.. machine.Variables.Select(variable => $"{variable.Key}={variable.Value}")];
        if (settings.Length == 0) return Ok("none of CUDA_*, NVIDIA_*, NCCL_*, MIRRORED_* is set");
        EnvironmentRule[] hits = [.. EnvironmentRule.All.Where(
            rule => machine.Variables.TryGetValue(rule.Variable, out string? value) && rule.Hits(value))];
        string all = string.Join("  ", settings);
        string found = all.Length <= LineLength ? all : $"{settings.Length} variables are set";
        if (hits.Length == 0) return Ok(found, settings);

        string cause = string.Join("; ", hits.Select(rule => $"{rule.Variable} {rule.Cause}"));
        string cure = $"Correct or unset: unset {string.Join(' ', hits.Select(rule => rule.Variable))}";
        return hits.Any(rule => rule.Breaks) ? Failed(cause, cure, found, settings) : Warning(cause, cure, found, settings);
    }
}
